"""HTML from outside as Discord's Markdown: golden pairs, and what holds for any HTML."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.html_markdown import markdown_of

GOLDEN = {
    "spaces around a style stay outside it": (
        "<p>One <b>bold</b> word, one<i> slanted </i>one</p>",
        "One **bold** word, one *slanted* one",
    ),
    "a style inside a word stays inside it": ("<p>un<em>believ</em>able</p>", "un*believ*able"),
    "neighbours in one style are one": ("<b>rent</b><strong> strike</strong>", "**rent strike**"),
    "neighbours in two styles are kept apart": ("<b>rent</b><i>strike</i>", "**rent**\u200b*strike*"),
    "styles within styles": ("<p><b>all <i>of</i> it</b></p>", "**all** ***of*** **it**"),
    "an empty style leaves nothing": ("a<b> </b>b<i></i>", "a b"),
    "white space of the source is not of the text": (
        "<p>one\n   two\t three</p>\n\n<p>four</p>",
        "one two three\n\nfour",
    ),
    "a hard space is a space": ("a&nbsp;b", "a b"),
    "lines and paragraphs": ("<p>one<br>two</p><div>three</div>four", "one\ntwo\n\nthree\n\nfour"),
    "a heading is bold, whatever its rank": ("<h1>Why</h1><p>x</p><h4>How</h4>", "**Why**\n\nx\n\n**How**"),
    "a list": ("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\n\nafter"),
    "a numbered list that starts at three": ("<ol start='3'><li>c<li>d</ol>", "3. c\n4. d"),
    "a list in a list": ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "- a\n  1. b\n- c"),
    "paragraphs in a list": ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n  b"),
    "items without a list": ("<li>a</li><li>b</li>", "- a\n- b"),
    "a link": ('<a href="https://x.org/a?b=1&amp;c=2">the page</a>.', "[the page](https://x.org/a?b=1&c=2)."),
    "a link with brackets": ('<a href="https://x.org/a_(b)">[1]</a>', r"[\[1\]](https://x.org/a_%28b%29)"),
    "a link in bold": ('<b><a href="https://x.org/">go</a></b>', "[**go**](https://x.org/)"),
    "a link to nowhere is its words": ('<a href="/a">here</a> <a href="javascript:x()">there</a>', "here there"),
    "a link whose words are its address": (
        '<a href="https://x.org/p">https://x.org/p</a>',
        "[x.org/p](https://x.org/p)",
    ),
    "a link whose words are another address tells where it leads": (
        '<a href="https://thief.example/">https://bank.example/</a>',
        r"https\://bank.example/ ([thief.example](https://thief.example/))",
    ),
    "a picture is what it shows": ('<img src="https://x.org/i.png" alt="Two dogs">', "[Two dogs](https://x.org/i.png)"),
    "a picture that shows nothing is nothing": ('a<img src="https://x.org/pixel.gif">', "a"),
    "a link that is only a picture": ('<a href="https://x.org/v"><img src="i.png"></a>', "[x.org](https://x.org/v)"),
    "a film is a link": (
        '<iframe src="https://film.example/v/1"></iframe>',
        "[film.example](https://film.example/v/1)",
    ),
    "a quotation": ("<blockquote><p>one</p><p>two<br>three</p></blockquote>four", "> one\n> \n> two\n> three\n\nfour"),
    "a list in a quotation": ("<blockquote><ul><li>a</li><li>b</li></ul></blockquote>", "> - a\n> - b"),
    "code": ("<p>use <code>a*b</code></p>", "use `a*b`"),
    "code with a backtick is text": ("<code>a`b*</code>", r"a\`b\*"),
    "a box of code": ("<pre>if a:\n    b()\n</pre>", "```\nif a:\n    b()\n```"),
    "a box of code cannot be left": ("<pre>```@everyone</pre>", "```\n`\u200b`\u200b`@everyone\n```"),
    "a table": ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "**a \\| b**\n\n1 \\| 2"),
    "what is not for people": ("a<script>x()</script><style>p{}</style><!-- no -->b", "ab"),
    "signs of Markdown are signs": ("<p># not * a _ heading ~ | `</p>", r"\# not \* a \_ heading \~ \| \`"),
    "a heading made of pieces is none": ("<p>#<b> one</b></p>", r"\# **one**"),
    "a list made by hand is none": ("<p>- a<br>1. b<br>-# c</p>", "\\- a\n1\\. b\n\\-# c"),
    "nobody is mentioned": ("&lt;@1&gt; &lt;@&amp;2&gt; @everyone @here", r"\<\@1\> \<\@&2\> \@everyone \@here"),
    "no emoji, no time, no channel is forged": ("&lt;:a:1&gt; &lt;t:1&gt; &lt;#1&gt;", r"\<:a:1\> \<t:1\> \<#1\>"),
    "a bare address is text": ("see https://x.org/", r"see https\://x.org/"),
    "direction is not turned": ("a\u202egpj.exe", "agpj.exe"),
    "unclosed tags": ("<p>one <b>two<p>three", "one **two**\n\nthree"),
    "nothing": ("<p> </p><div><br></div>", ""),
}


@pytest.mark.parametrize("what", GOLDEN)
def test_golden(what: str) -> None:
    markup, expected = GOLDEN[what]
    assert markdown_of(markup, 4000) == expected


def test_what_is_too_long_ends_at_a_word() -> None:
    assert markdown_of(f"<p>{'reading ' * 20}</p>", 30) == "reading reading reading…"


def test_a_cut_leaves_no_mark_and_no_link_open() -> None:
    markup = "<p><b>" + '<a href="https://x.org/long/address">some words</a> ' * 50 + "</b></p>"
    for limit in range(20, 200, 7):
        shown = markdown_of(markup, limit)
        assert shown.count("**") % 2 == 0
        assert shown.count("[") == shown.count("](https://x.org/long/address)")
        assert len(shown) <= limit


def test_a_cut_list_ends_after_an_item_or_in_one() -> None:
    assert (
        markdown_of("<ul><li>one item</li><li>two items</li><li>three items</li></ul>", 24)
        == "- one item\n- two items …"
    )


def test_a_family_is_not_parted() -> None:
    family = "👨‍👩‍👧‍👦"
    assert markdown_of(family * 9, 30).rstrip("…") in {family * count for count in range(9)}


def test_a_page_of_megabytes_is_read_at_its_beginning() -> None:
    assert markdown_of("<p>word</p>" * 500_000, 100).startswith("word\n\nword")


def test_tags_nested_without_end_are_survived() -> None:
    assert "x" in markdown_of("<div>" * 30 + "x", 100)
    assert len(markdown_of("<b><ul><li>" * 5000 + "x", 100)) <= 100


TAGS = [
    "b",
    "i",
    "em",
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h2",
    "span",
    "td",
    "tr",
    "table",
    "a",
    "s",
]
PIECES = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.just('<a href="https://x.org/(a">'),
    st.text(alphabet="ab *_~`|<>[]()@#&\\-.1\n:/!", max_size=12).map(escape),
    st.sampled_from(["@everyone", "&lt;@12&gt;", "https://y.org", "- a", "&gt;&gt;&gt; a", "word"]),
)


@given(st.lists(PIECES, max_size=25).map("".join), st.integers(1, 120))
def test_no_html_gets_over_the_limit_or_gets_a_mention_through(markup: str, limit: int) -> None:
    shown = markdown_of(markup, limit)
    assert len(shown) <= limit
    outside_code = re.sub(r"```.*?```|`[^`\n]*`", "", re.sub(r"\\.", "", shown), flags=re.DOTALL)
    assert not re.search(r"<[@#:t]|@", outside_code)
    assert "://" not in re.sub(r"\]\(https?://[^()\s]*\)", "", outside_code)


@given(
    st.lists(st.sampled_from(["<p>", "<br>", "</p>", "<li>", "<ul>", "</ul>", "a", "&gt;", "\n", "- b"]), max_size=20)
)
def test_no_line_leaves_a_quotation(inside: list[str]) -> None:
    shown = markdown_of(f"<blockquote>{''.join(inside)}</blockquote>", 4000)
    assert all(line.startswith("> ") for line in shown.splitlines())


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<ul><li>", "</ul>", "<i>", "</i>", "<td>", " "]), max_size=30
    )
)
def test_no_word_is_lost(tags: list[str]) -> None:
    words = [f"word{number}" for number in range(len(tags) + 1)]
    markup = words[0] + "".join(f"{tag}{word}" for tag, word in zip(tags, words[1:], strict=True))
    assert re.findall(r"word\d+", markdown_of(markup, 4000)) == words
