"""What Spanish, French, Italian and Portuguese say of time, duty, blame and rank by their own grammar."""

from __future__ import annotations

import pytest

from bot.domain.questions import ClaimKind
from bot.domain.questions.claims import kinds_of, why_not
from bot.domain.questions.importance import is_announced
from bot.domain.questions.verbs import is_past
from bot.domain.questions.wording import Wording, wording
from bot.languages import load
from tests.domain.questions.samples import asked, passages


def worded(tag: str) -> Wording:
    language = load(tag)
    assert language is not None
    return wording(language)


def kinds(tag: str, sentence: str) -> tuple[ClaimKind, ...]:
    return kinds_of(sentence, worded(tag))


def refused(tag: str, sentence: str) -> bool:
    return bool(why_not(sentence, kinds(tag, sentence), worded(tag)))


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Los vecinos corrían a la plaza cuando sonaba la sirena."),
        ("es", "La presidenta quería cerrar en agosto."),
        ("es", "Los proveedores preferían cobrar al contado."),
        ("es", "Los talleres ocurrían los jueves por la tarde."),
        ("es", "Mi abuelo abría la tienda a las seis."),
        ("es", "El grupo iba a la nave los domingos."),
        ("es", "Llegué a la nave con una linterna."),
        ("es", "Compré las bombas antes de medir el pozo."),
        ("es", "Decidí cerrar la tienda en agosto."),
        ("es", "Abrimos la cooperativa con tres socios."),
        ("es", "Perdimos el contrato por una firma."),
        ("es", "Pagamos el alquiler con la lotería de Navidad."),
        ("es", "Decidimos comprar la nave porque era barata."),
        ("es", "Contratamos a Ana cuando abrió la cocina."),
        ("fr", "Le maire promettait un local depuis des années."),
        ("fr", "Le moteur tombait en panne chaque mardi."),
        ("fr", "Les bénévoles montraient la cave aux visiteurs."),
        ("fr", "Les anciens préféraient payer en liquide."),
        ("fr", "Les voisins couraient vers le port."),
        ("fr", "Deux équipes tiraient la corde."),
        ("fr", "Les clés traînaient sur la table du bar."),
        ("fr", "Nous nous sommes perdus dans la brume."),
        ("fr", "Le collectif s’est réuni dans la cave."),
        ("it", "Il bilancio si è chiuso in perdita."),
        ("it", "I giovani si sono trasferiti in città."),
        ("it", "Ci siamo accorti della perdita a marzo."),
        ("it", "La protesta è scoppiata davanti al mercato."),
        ("it", "La cassa è rimasta vuota per un inverno."),
        ("it", "Le famiglie sono subito tornate a casa."),
        ("it", "Il comitato è riuscito a fermare il cantiere."),
        ("it", "Il ponte è costruito male nel 1998 da una ditta di fuori."),
        ("it", "La chiave l’abbiamo lasciata al bar."),
        ("it", "Abbiamo sempre pagato i fornitori in contanti."),
        ("pt", "Cheguei ao armazém com uma lanterna."),
        ("pt", "Entrei na assembleia sem avisar."),
        ("pt", "Decidi fechar a loja em agosto."),
        ("pt", "Comprámos as bombas antes de medir o poço."),
        ("pt", "Pagamos a renda com a lotaria do Natal."),
        ("pt", "Plantamos tudo porque o vizinho pediu."),
        ("pt", "Os alunos corrigiam os cadernos em voz alta."),
        ("pt", "Havia dois cadernos na mesa."),
    ],
)
def test_what_was_is_told_whatever_its_verb(tag: str, sentence: str) -> None:
    assert is_past(sentence, worded(tag))
    assert refused(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Los turnos largos costarían más que un segundo cocinero."),
        ("es", "Sin actas nadie podría defender un acuerdo."),
        ("es", "Decidimos con calma porque nadie cobra por decidir."),
        ("es", "Compartimos las llaves mientras hay confianza."),
        ("es", "Todavía pagamos primero a los más pequeños, y eso es justo."),
        ("es", "Estamos obligados a escuchar, porque el barrio es de todos."),
        ("es", "Los últimos en llegar son los más puntuales."),
        ("es", "Cada economía pequeña tiene su usurero."),
        ("es", "Un comité no es un parlamento, y el cliché del jefe bueno es caro."),
        ("fr", "Des statuts plus courts seraient plus utiles que des affiches."),
        ("fr", "Deux gardiens coûteraient moins qu’un incendie."),
        ("fr", "Les voisins ne viendraient jamais sans raison."),
        ("fr", "Un souhait n’est pas un plan."),
        ("fr", "Un voisin qui connait la vanne est toujours utile."),
        ("it", "Un gruppo è fatto di persone che si fidano."),
        ("it", "Le regole sono scritte per chi arriva dopo."),
        ("it", "Si è forti quando si è in tanti."),
        ("it", "Non ha senso aprire una sede senza soci."),
        ("it", "Chi cucina ha spesso ragione."),
        ("it", "Ci sono tanti modi di perdere una sede."),
        ("pt", "Uma horta sem água custaria mais do que um poço."),
        ("pt", "Partilhamos as chaves enquanto há confiança."),
        ("pt", "Ainda pagamos primeiro aos mais pequenos, e isso é justo."),
        ("pt", "Achamos que a caixa é de todos."),
        ("pt", "O vôlei é de quem aparece."),
        ("pt", "As salas vazias esvaziam também a caixa, e isso é sempre caro."),
    ],
)
def test_what_would_be_and_what_we_do_tell_no_story(tag: str, sentence: str) -> None:
    assert not is_past(sentence, worded(tag))
    assert not refused(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Una asamblea tendría que empezar por las cuentas."),
        ("es", "Sería necesario un segundo turno."),
        ("es", "Haría falta una llave más."),
        ("es", "Convendría votar siempre en secreto."),
        ("fr", "Les quartiers auraient besoin d’une salle."),
        ("fr", "Il serait nécessaire d’ouvrir les comptes."),
        ("fr", "Il conviendrait de voter à bulletin secret."),
        ("it", "Bisognerebbe pubblicare i conti ogni mese."),
        ("it", "Le riunioni andrebbero chiuse alle nove."),
        ("it", "Sarebbe necessario un secondo cuoco."),
        ("it", "Converrebbe votare sempre in segreto."),
        ("pt", "As assembleias teriam de acabar às nove."),
        ("pt", "Haveria que pagar primeiro aos mais pobres."),
        ("pt", "Uma porta aberta seria essencial."),
        ("pt", "Conviria votar sempre em segredo."),
    ],
)
def test_a_duty_may_be_put_in_the_conditional(tag: str, sentence: str) -> None:
    assert kinds(tag, sentence)[0] is ClaimKind.NORM
    assert passages(asked(sentence, language=tag)) == [sentence]


def test_a_duty_in_the_conditional_is_no_advice_of_its_author() -> None:
    assert ClaimKind.ADVICE not in kinds("pt", "Haveria que pagar primeiro aos mais pobres.")


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "El alcalde tendría que haber avisado a los vecinos."),
        ("es", "La junta debería haber pedido las cuentas."),
        ("pt", "A prefeitura teria de ter avisado os moradores."),
    ],
)
def test_a_duty_that_nobody_did_is_regretted(tag: str, sentence: str) -> None:
    assert ClaimKind.NORM not in kinds(tag, sentence)
    assert ClaimKind.REGRET in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Saber para quien estamos cocinando es lo que une a una cocina."),
        ("pt", "Saber para quem estamos a cozinhar é o que une uma cozinha."),
    ],
)
def test_an_infinitive_with_a_verb_behind_it_is_no_advice_though_we_stand_between(tag: str, sentence: str) -> None:
    assert ClaimKind.ADVICE not in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Guardar lo que hay que pagar en un cajón salva la caja."),
        ("es", "La junta que debe decidir no conoce el barrio."),
        ("es", "Los papeles que hay que firmar cambian cada año."),
        ("es", "Un sindicato que debe pedir permiso no es un sindicato."),
        ("es", "El vecino sabe a quién hay que avisar."),
        ("fr", "Les papiers qu’il faut signer changent chaque année."),
        ("fr", "Écrire ce qu’il faut garder sauve le club."),
        ("fr", "Personne ne sait où il faut ranger les clés."),
        ("fr", "Un club qui ne doit rien à personne dort bien."),
        ("it", "I documenti che dobbiamo firmare cambiano ogni anno."),
        ("it", "Ciò che bisogna pagare cresce da solo."),
        ("it", "Nessuno sa dove bisogna lasciare le chiavi."),
        ("it", "Un sindacato che deve chiedere il permesso non è un sindacato."),
        ("pt", "Os papéis que temos de assinar mudam todos os anos."),
        ("pt", "Guardar o que é preciso pagar numa gaveta salva a caixa."),
        ("pt", "Ninguém sabe onde é preciso deixar as chaves."),
        ("pt", "Um sindicato que deve pedir licença não é um sindicato."),
    ],
)
def test_a_must_inside_another_clause_is_nobodys_demand(tag: str, sentence: str) -> None:
    assert ClaimKind.NORM not in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "El alcalde prometió que la nave tendría que abrir en mayo."),
        ("es", "Creíamos que los socios deberían cocinar a turnos."),
        ("fr", "La mairie a annoncé qu’il faudrait fermer la cave."),
        ("fr", "Nous pensions que les membres devraient cuisiner."),
        ("pt", "A prefeitura avisou que seria preciso fechar a cave."),
        ("pt", "Achávamos que os sócios deveriam cozinhar."),
    ],
)
def test_a_duty_that_is_only_reported_is_not_asked_about(tag: str, sentence: str) -> None:
    assert ClaimKind.NORM not in kinds(tag, sentence)
    assert refused(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Lo que hay que hacer es abrir los libros."),
        ("es", "El primer paso que hay que dar es preguntar."),
        ("es", "Hay errores que no debemos repetir."),
        ("es", "La vecina dijo lo justo: habría que abrir la puerta."),
        ("es", "La nave es un lugar que hay que cuidar."),
        ("es", "La lección es que hay que abrir los libros."),
        ("fr", "Ce qu’il faut faire, c’est ouvrir les livres."),
        ("fr", "La voisine a dit vrai : il faudrait ouvrir la porte."),
        ("fr", "La salle est un lieu qu’il faut chauffer."),
        ("fr", "Le fait que nous devons voter est une bonne chose."),
        ("it", "Quello che dobbiamo fare è aprire i libri."),
        ("it", "La sala è un luogo che bisogna curare."),
        ("it", "Ogni cosa deve avere un padrone."),
        ("pt", "O que é preciso é abrir os livros."),
        ("pt", "A vizinha disse a verdade: seria preciso abrir a porta."),
        ("pt", "A sala é um lugar que é preciso cuidar."),
        ("pt", "Há erros que não devemos repetir."),
    ],
)
def test_a_must_that_the_sentence_is_about_stays_a_demand(tag: str, sentence: str) -> None:
    assert ClaimKind.NORM in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Nuestro primer error fue confiar en el banco."),
        ("es", "Cometimos el mismo error dos veranos seguidos."),
        ("es", "Nos equivocamos de puerta y de banco."),
        ("es", "Me equivoqué de banco."),
        ("es", "Fue un gran error cerrar la biblioteca en julio."),
        ("es", "No creemos que el error fuera de quien cerró la puerta."),
        ("fr", "Notre erreur était de croire la banque."),
        ("fr", "Nous avons commis deux fois la même erreur."),
        ("fr", "Nous nous sommes trompés de banque."),
        ("fr", "Fermer en juillet fut une grosse erreur."),
        ("fr", "La fête a été un échec."),
        ("it", "Il nostro errore fu credere alla banca."),
        ("it", "Abbiamo commesso due volte lo stesso errore."),
        ("it", "Abbiamo sbagliato banca e stagione."),
        ("it", "Chiudere a luglio è stato un grave errore."),
        ("it", "La festa è stata un successo, ma il torneo è fallito."),
        ("pt", "O nosso erro foi confiar no banco."),
        ("pt", "Cometi duas vezes o mesmo erro."),
        ("pt", "Errámos no banco e na estação."),
        ("pt", "Fechar em julho foi um grande erro."),
        ("pt", "O torneio fracassou por falta de água."),
    ],
)
def test_a_mistake_that_somebody_made_is_regretted(tag: str, sentence: str) -> None:
    assert ClaimKind.REGRET in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "El cuaderno de errores colgaba en la puerta."),
        ("es", "El panel mostraba un mensaje de error que nadie leía."),
        ("es", "Los alumnos corregían errores en voz alta."),
        ("es", "El taller era un nido de ideas equivocadas."),
        ("fr", "Le panneau affichait un message d’erreur que personne ne lisait."),
        ("fr", "Les élèves corrigeaient les erreurs à voix haute."),
        ("fr", "La peur de l’échec fermait les portes."),
        ("it", "Il quaderno degli errori era appeso alla porta."),
        ("it", "Gli alunni correggevano gli errori a voce alta."),
        ("it", "Il tecnico cercava lo sbaglio nella bolletta."),
        ("it", "La paura del fallimento chiudeva le porte."),
        ("pt", "O caderno de erros estava na porta."),
        ("pt", "Os alunos corrigiam os erros em voz alta."),
        ("pt", "O medo do fracasso fechava as portas."),
    ],
)
def test_a_mistake_that_is_only_spoken_of_is_not(tag: str, sentence: str) -> None:
    assert ClaimKind.REGRET not in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Es el horno más viejo que queda en el valle."),
        ("es", "La parte más difícil es que la gente vuelva."),
        ("es", "La puerta más usada es la que nadie cierra."),
        ("es", "Los días más útiles son aquellos en que nadie manda."),
        ("es", "El mejor momento que recuerdo es el de la siembra."),
        ("fr", "La plus belle salle que le quartier possède est vide."),
        ("fr", "Le meilleur moment que la mairie choisit est août."),
        ("fr", "Notre plus grande force est que personne ne part."),
        ("fr", "Les moins bruyants que je connaisse sont les boulangers."),
        ("fr", "Nous avons aussi compris que la caisse est vide."),
        ("it", "Il forno è il più antico della valle."),
        ("it", "La sala più bella del quartiere è vuota."),
        ("it", "La parte più difficile del lavoro è aspettare."),
        ("it", "Il coro più rumoroso che conosco è il nostro."),
        ("it", "Il meglio della festa è la cucina."),
        ("pt", "É o forno mais antigo que resta no vale."),
        ("pt", "A parte mais difícil é que as pessoas voltem."),
        ("pt", "A porta mais usada é a que ninguém fecha."),
        ("pt", "O melhor momento que temos é a sementeira."),
    ],
)
def test_what_is_the_most_of_its_kind_is_ranked_above_nothing(tag: str, sentence: str) -> None:
    assert ClaimKind.COMPARISON not in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Un cocinero cansado cuesta más que dos descansados."),
        ("es", "Los viejos ayudan más por gusto que por dinero."),
        ("es", "Los más jóvenes trabajan más que los viejos."),
        ("es", "Una nave guarda más papeles de lo que se puede leer."),
        ("es", "Una norma corta es mejor que diez largas."),
        ("fr", "Les plus jeunes travaillent plus que les vieux."),
        ("fr", "Un bureau est moins utile qu’une porte."),
        ("fr", "Une bonne porte est meilleure que deux serrures."),
        ("fr", "Une soupe est aussi utile que la loi."),
        ("it", "Un cuoco stanco costa più di due riposati."),
        ("it", "Una regola breve è più chiara di dieci lunghe."),
        ("it", "I vicini sanno più cose del sindaco."),
        ("it", "Parole più forti dei fatti non aiutano."),
        ("it", "Un orto è più utile che bello."),
        ("pt", "Os mais novos trabalham mais que os velhos."),
        ("pt", "Uma porta é melhor do que duas fechaduras."),
        ("pt", "Uma regra curta é mais clara que dez longas."),
    ],
)
def test_what_is_more_than_something_else_is_compared(tag: str, sentence: str) -> None:
    assert ClaimKind.COMPARISON in kinds(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "La segunda la aprendí pintando la verja."),
        ("es", "Lo aprendimos tarde, con la nave ya vacía."),
        ("es", "Mi abuelo enseñó a los vecinos a leer el contador."),
        ("es", "La lección llegó en marzo con la riada."),
        ("es", "El museo ofrece curiosas lecciones sobre los telares."),
        ("es", "Vi que la puerta estaba abierta."),
        ("fr", "Je l’ai appris en réparant le four."),
        ("fr", "Nous avons beaucoup appris cet hiver-là."),
        ("fr", "Je lui ai appris à lire un bail."),
        ("fr", "Nous avons appris aux enfants à fermer la vanne."),
        ("fr", "Les leçons ont commencé en mars."),
        ("fr", "Le musée offre des leçons curieuses sur les métiers à tisser."),
        ("it", "La seconda l’ho imparata dipingendo il cancello."),
        ("it", "Abbiamo imparato tardi, con la sala già vuota."),
        ("it", "La lezione è cominciata a marzo con la piena."),
        ("it", "Il museo offre curiose lezioni sui telai."),
        ("pt", "A segunda aprendi pintando o portão."),
        ("pt", "Aprendemos tarde, com o armazém já vazio."),
        ("pt", "O avô ensinou os vizinhos a ler o contador."),
        ("pt", "A lição chegou em março com a cheia."),
        ("pt", "O museu oferece curiosas lições sobre os teares."),
    ],
)
def test_who_says_only_when_something_was_learnt_or_teaches_it_says_nothing_of_it(tag: str, sentence: str) -> None:
    assert refused(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "Aprendimos a callar antes de votar."),
        ("es", "La lección fue clara: nadie riega solo."),
        ("es", "Aquel taller fue una lección de paciencia."),
        ("es", "Lo que aprendí en la obra es que el silencio también vota."),
        ("es", "La riada nos enseñó la paciencia de siempre."),
        ("es", "De paso aprendimos que el agua no espera."),
        ("fr", "Nous avons appris à nous taire avant de voter."),
        ("fr", "La leçon était claire : personne n’arrose seul."),
        ("fr", "J’ai appris la patience auprès des maçons."),
        ("fr", "Aussi avons-nous appris qu’une clé sans nom n’ouvre rien."),
        ("it", "Abbiamo imparato a tacere prima di votare."),
        ("it", "La lezione è stata chiara: nessuno annaffia da solo."),
        ("it", "Ho imparato quanto costa il rumore."),
        ("it", "Inoltre, abbiamo imparato che una chiave senza nome non apre niente."),
        ("pt", "Aprendemos a calar antes de votar."),
        ("pt", "A lição foi clara: ninguém rega sozinho."),
        ("pt", "Aprendi quanto custa o barulho."),
        ("pt", "Também aprendi que uma chave sem dono não abre nada."),
    ],
)
def test_what_was_learnt_is_a_lesson_though_it_be_told(tag: str, sentence: str) -> None:
    assert passages(asked(sentence, language=tag)) == [sentence]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "De paso aprendimos que el agua no espera."),
        ("es", "Comprobé que nadie lee dos veces un aviso."),
        ("fr", "Aussi avons-nous appris qu’une clé sans nom n’ouvre rien."),
        ("it", "Inoltre, abbiamo imparato che una chiave senza nome non apre niente."),
        ("pt", "De caminho aprendemos que a água não espera."),
        ("pt", "Compreendi que ninguém lê duas vezes um aviso."),
    ],
)
def test_a_lesson_is_announced_whatever_stands_before_its_verb(tag: str, sentence: str) -> None:
    assert is_announced(sentence, worded(tag))


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "La confianza se gasta deprisa."),
        ("es", "Las asambleas se llenan con comida caliente."),
        ("fr", "La confiance se gagne en hiver."),
        ("fr", "Un trousseau se perd dans une poche trouée."),
        ("it", "La fiducia si consuma in fretta."),
        ("it", "Le sale si svuotano senza riscaldamento."),
        ("it", "Le chiavi non bastano a chi arriva tardi: i rimborsi sono partiti a marzo."),
        ("pt", "A confiança gasta-se depressa."),
        ("pt", "As redes rompem-se pelo nó mais velho."),
    ],
)
def test_how_things_go_of_themselves_is_a_claim(tag: str, sentence: str) -> None:
    assert kinds(tag, sentence) == (ClaimKind.CLAIM,)
    assert not refused(tag, sentence)


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("es", "La huelga se convocaba por teléfono."),
        ("es", "La abuela se llama Rosa y la nave se encuentra en la ría."),
        ("es", "Para que se oyera en la plaza, compramos un altavoz."),
        ("es", "Cerramos la nave para cuando se decida el precio."),
        ("fr", "La réunion s’ouvrait par un chant."),
        ("fr", "Le président s’appelle Marc et la salle se trouve rue Haute."),
        ("fr", "Pour se chauffer, les anciens brûlaient les cageots."),
        ("it", "Lo sciopero si preparava al telefono."),
        ("it", "La nonna si chiama Rosa e la sede si trova sul porto."),
        ("it", "Il coro si sciolse dopo la pandemia."),
        ("pt", "A greve preparava-se por telefone."),
        ("pt", "A avó chama-se Rosa e a sede encontra-se na ria."),
    ],
)
def test_what_went_of_itself_and_what_only_has_a_name_or_place_is_none(tag: str, sentence: str) -> None:
    assert refused(tag, sentence)
