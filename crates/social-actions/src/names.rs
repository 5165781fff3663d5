//! Names are taken out before anything is read: what somebody is called says nothing of what a message does, and two people
//! of other names get the same answer.

/// What stands for a name.
const NAME: &str = "Xname";
/// Words that are written with a capital and are no names of people: what they say matters.
const KEPT: &str = "i im ive id ill god lord jesus christ mary virgin bible mass church psalm psalms heaven monday tuesday \
    wednesday thursday friday saturday sunday sundays mondays fridays january february march april may june july august \
    september october november december christmas easter thanksgiving lent ramadan tv ok mr mrs miss ms sir doctor dr \
    nurse father sister mother mum mom dad mama papa grandma grandpa nan gran auntie aunt uncle dios señor jesús virgen \
    navidad misa iglesia biblia padre rosario pascua reyes usted don doña doctor doctora mamá papá";

/// A text with the names of people in it replaced, each by the same word. A word is taken for a name where `is_name` knows it,
/// and inside a sentence for its capital.
pub fn without_names(text: &str, is_name: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut word, mut begins) = (String::new(), true);
    for letter in text.chars().chain([' ']) {
        if letter.is_alphabetic() || (letter == '\'' || letter == '’') && !word.is_empty() {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            out.push_str(if is_replaced(&word, begins, &is_name) { NAME } else { &word });
            word.clear();
            begins = false;
        }
        begins |= matches!(letter, '.' | '!' | '?' | '…' | '¿' | '¡' | '"' | '“' | ':');
        out.push(letter);
    }
    out.pop();
    out
}

fn is_replaced(word: &str, begins: bool, is_name: &impl Fn(&str) -> bool) -> bool {
    let lower = word.to_lowercase();
    // "Margaret's" is hers.
    let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(&lower);
    let capital = word.starts_with(char::is_uppercase);
    let kept = KEPT.split_ascii_whitespace().any(|one| one == bare) || bare.contains(['\'', '’']);
    let shout = word.chars().nth(1).is_some_and(char::is_uppercase);
    capital && !kept && (is_name(bare) || !begins && !shout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_word_and_the_rest_stays() {
        let masked = |text: &str| without_names(text, |word| matches!(word, "anna" | "ana" | "dmitri"));
        assert_eq!(masked("Anna brought flowers, and Dmitri too."), "Xname brought flowers, and Xname too.");
        assert_eq!(masked("Anna's cake. I like it."), "Xname cake. I like it.");
        assert_eq!(
            masked("We went to Bethesda on Sunday, thank God."),
            "We went to Xname on Sunday, thank God."
        );
        assert_eq!(masked("Ana trajo flores. ¡Dios mío!"), "Xname trajo flores. ¡Dios mío!");
        assert_eq!(masked("I'd WAIT here. Soup?"), "I'd WAIT here. Soup?");
        assert_eq!(masked(""), "");
    }
}
