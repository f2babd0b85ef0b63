//! Words too common to carry a subject.

use rustc_hash::FxHashSet;

/// The stop words of one language. Compact lists of our own for English, French and Spanish, the languages most
/// archives hold; for other languages English, which does little harm.
#[derive(Debug)]
pub struct StopWords(FxHashSet<&'static str>);

impl StopWords {
    /// The stop words for an ISO 639-1 code.
    pub fn new(language: &str) -> Self {
        let list = match language.get(..2).unwrap_or("") {
            "fr" => FRENCH,
            "es" => SPANISH,
            _ => ENGLISH,
        };
        Self(list.split_whitespace().collect())
    }

    /// Whether a word is one, however it is written.
    pub fn has_written(&self, word: &str) -> bool {
        let small = word.bytes().all(|b| b.is_ascii_lowercase());
        if small { self.has(word) } else { self.has(&word.to_lowercase()) }
    }

    /// Whether a word in lower case is one. Single letters always are.
    pub fn has(&self, lower: &str) -> bool {
        self.0.contains(lower) || lower.chars().nth(1).is_none() && !lower.starts_with(char::is_numeric)
    }
}

const ENGLISH: &str = "
a about above after again against all almost alone along already also although always am among an and another any
anyone anything are around as at away back be became because become becomes been before being below between both but
by can cannot could did do does doing done down during each either else enough especially etc even ever every few
first five for four from further furthermore gave get give given go going had has have having he hence her here
hers herself him himself his how however i if in indeed instead into is it its itself just last later least less let
like likely made mainly make makes making many may maybe me meanwhile might mine more moreover most mostly much must
my myself namely near nearly neither never nevertheless next no nobody none nor not nothing now nowhere of off often
on once one only onto or other others otherwise our ours ourselves out over own particularly per perhaps please quite
rather re really regarding s same say second see seem seemed seems several shall she should since six so some somehow
someone something sometimes soon still such t take taken than that the their theirs them themselves then thence there
thereby therefore these they thing things third this those though three through throughout thus to together too toward
towards two under unless until up upon us use used uses using usually various very via was way ways we well were what
whatever when whenever where whereas whereby wherein wherever whether which while who whole whom whose why will with
within without would yet you your yours yourself";

const FRENCH: &str = "
a afin ai ainsi alors après au aucun aucune auquel aura aussi autre autres aux auxquelles auxquels avaient avait avant
avec avez avoir avons ayant bien car ce ceci cela celle celles celui cependant certain certaine certaines certains ces
cet cette ceux chacun chacune chaque chez ci comme comment concernant contre d dans de depuis des deux devant doit
doivent donc dont du duquel durant elle elles en encore enfin entre envers est et étaient était étant été être eu eux
fait fois font furent fut grâce hors ici il ils je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur
leurs lors lorsqu lorsque lui m ma mais malgré me même mêmes mes mieux moi moins mon n ne ni non nos notamment notre
nous on ont or ou où outre par parce pas pendant peu peut peuvent plus plusieurs plutôt pour pourquoi puis puisque qu
quand que quel quelle quelles quelque quelques quels qui quoi s sa sans se selon sera seront ses si sinon soit son
sont sous souvent sur surtout ta tandis tant te tel telle telles tels tes toi ton toujours tous tout toute toutes
toutefois très trois tu un une vers via vos votre vous y";

const SPANISH: &str = "
a acerca además ahora al algo algún alguna algunas alguno algunos ambos ante antes aquel aquella aquellas aquello
aquellos aquí así aún aunque bajo bien cada casi como cómo con conforme contra cual cuál cuales cualquier cuando cuándo
cuanto cuatro cuya cuyas cuyo cuyos da dan de debe deben debido del demás dentro desde después donde dónde dos durante e
el él ella ellas ello ellos embargo en entonces entre era eran es esa esas ese eso esos esta está estaba estaban están
estar estas este esto estos etc fue fueron fuese gran ha había habían haber habrá hace hacer hacia han hasta hay he hoy
incluso la las le les lo los luego más me mediante medio mejor menos mi mientras mis misma mismas mismo mismos mucha
muchas mucho muchos muy nada ni ningún ninguna no nos nosotros nuestra nuestro o os otra otras otro otros para parte pero
poco por porque pronto puede pueden pues que qué quien quién quienes se sea sean según ser será serán si sí sido siempre
siendo sin sino sobre solo sólo son su sus tal tales también tampoco tan tanto te tener tenía tiene tienen toda todas
todavía todo todos tras tres tu tuvo u un una unas uno unos usted ustedes vez veces y ya yo";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_common_words_and_no_others() {
        assert!(StopWords::new("en").has("the"));
        assert!(StopWords::new("fr").has("dans"));
        assert!(StopWords::new("es").has("según"));
        assert!(!StopWords::new("en").has("peace"));
        assert!(StopWords::new("en").has("x"));
        assert!(!StopWords::new("en").has("7"));
    }
}
