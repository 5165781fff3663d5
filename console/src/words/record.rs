//! Who saw a record.

use super::words;

words! {
    title: "Who saw my record" / "Quién vio mis datos";
    counts(people, accesses, denials): "{people} people, {accesses} times. Refused {denials} times." / "{people} personas, {accesses} veces. Rechazado {denials} veces.";
    empty: "Nobody has looked yet." / "Nadie ha mirado todavía.";
    saw(who, what): "{who} saw: {what}" / "{who} vio: {what}";
    wrote(who, what): "{who} wrote or changed: {what}" / "{who} escribió o cambió: {what}";
    touched(who, what): "{who} worked with: {what}" / "{who} trabajó con: {what}";
    you_did(what): "You: {what}" / "Usted: {what}";
    reason(purpose): "The reason was {purpose}." / "El motivo fue: {purpose}.";
    refused: "This was refused. Nothing was shown." / "Se rechazó. No se mostró nada.";
    something: "a part of your record" / "una parte de sus datos";
    proof: "Each line is kept in a log that nobody can change unseen. Its number is its place there." / "Cada línea queda en un registro que nadie puede cambiar sin que se note. El número es su lugar.";
    place(number): "No. {number}" / "N.º {number}";
    several(times): "{times} times." / "{times} veces.";
    places(first, last): "From no. {first} to no. {last}" / "Del n.º {first} al n.º {last}";
    own_title: "What I did" / "Lo que hice";
    own_empty: "Nothing is written down yet." / "Todavía no hay nada anotado.";
    done: "done" / "hecho";
    not_done: "refused" / "rechazado";
}
