/** Votes in polls, as messages carry them: changes make new poll objects. */

const counts = (poll) => poll.results?.answer_counts ?? [];

/** How many have voted for an answer, and whether this person is one of them: `{count, mine}`. */
export function votesFor(poll, answerId) {
  const found = counts(poll).find(({ id }) => id === answerId);
  return { count: found?.count ?? 0, mine: Boolean(found?.me_voted) };
}

/** The poll after one vote more (`by` 1) or less (-1) for an answer; `mine`: the vote is this person's own. */
export function afterVote(poll, answerId, by, mine) {
  const old = votesFor(poll, answerId);
  const fresh = { id: answerId, count: Math.max(0, old.count + by), me_voted: mine ? by > 0 : old.mine };
  const others = counts(poll).filter(({ id }) => id !== answerId);
  return { ...poll, results: { ...poll.results, answer_counts: [...others, fresh] } };
}

/** A poll as an event tells it, which is the same for everybody, with this person's own votes kept. */
export function withOwnVotes(poll, known) {
  if (!known) return poll;
  const answers = counts(poll).map((each) => ({ ...each, me_voted: votesFor(known, each.id).mine }));
  return { ...poll, results: { ...poll.results, answer_counts: answers } };
}

/** Whether the time to vote is over. */
export const isOver = (poll, now) => Boolean(poll.results?.is_finalized) || Date.parse(poll.expiry) <= now;
