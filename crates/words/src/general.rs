//! Words that every report has, whatever it is about.

use rustc_hash::FxHashSet;

use crate::Stemmer;

/// The stems of general words of one language: "activities", "approach", "countries". They are no stop words, since
/// they carry meaning within longer terms ("developing countries"), but alone they are no subject. Compact lists of our
/// own for English, French and Spanish; for other languages there are none.
#[derive(Debug)]
pub struct GeneralWords(FxHashSet<String>);

impl GeneralWords {
    /// The general words for an ISO 639-1 code.
    pub fn new(language: &str) -> Self {
        let language = language.get(..2).unwrap_or("");
        let list = match language {
            "en" => ENGLISH,
            "fr" => FRENCH,
            "es" => SPANISH,
            _ => "",
        };
        let stemmer = Stemmer::new(language);
        Self(list.split_whitespace().map(|word| stemmer.stem(word).into_owned()).collect())
    }

    /// Whether a stem is that of a general word.
    pub fn has(&self, stem: &str) -> bool {
        self.0.contains(stem)
    }
}

const ENGLISH: &str = "
ability absence access accordance account achievement act action activity actor addition address adequate
administration advance advantage advice age agency agenda agreement aim alternative amount analysis annex annual answer
appendix application appropriate approach april area argument arrangement article aspect assessment assistance association
attempt attention august author authority availability available average aware awareness background base basic basis
beginning behalf benefit board body building capacity case category cause center central centre century chairman challenge
chance change chapter character characteristic choice circumstance class collection combination comment commission
commitment committee common community company comparison component concept concern conclusion condition conduct
conference consequence consideration consultation contact content context contribution control cooperation copy cost
council country course coverage create criteria critical current data date day deal debate decade december decision degree
delegation demand department description design detail determination development difference difficulty dimension direct
direction director discussion distribution district division document draft duration duty earlier economic economy edition
effect effectiveness efficiency effort element emphasis end environment equipment equivalent error establishment estimate
evaluation event evidence example exception exchange exercise existence expansion experience expert explanation expression
extension extent face facility fact factor failure family february feature field figure final finding firm focus follow
force foreign form formation framework free frequency full function fund funding future gap general global goal good
government great group growth guidance guide guideline half hand head help high history hour idea identification image
impact implementation implication importance important improvement incentive inclusion income increase indicator individual
industry influence information infrastructure initiative input institute institution instrument integration intention interest
international interpretation introduction investment involvement issue item january job july june key kind knowledge lack
land language law lead leader legal length lesson level life light limit limitation line link list literature local location
long loss low main maintenance major majority man management manager march material matter maximum measure measurement
mechanism meeting member membership men method methodology middle minimum ministry minute mission mode model modern month
multiple name national nation nature necessary need negative network new note november number object objective obligation
observation october office officer official operation opinion opportunity option order organisation organization orientation
origin output overview page panel paper paragraph part participant participation partner partnership party people percent
performance period person perspective phase photo picture place plan planning point policy political population position
positive possibility potential power practice preparation presence present presentation priority private problem procedure
process product production professional profile programme program progress project promotion property proportion proposal
provision public publication purpose quality quantity question range rate ratio reason recent recommendation record reduction
reference region regional regulation relation relationship relevance report representative requirement research resource
respect response responsibility result review right risk role rule sample scale scheme science scope section sector selection
self seminar september sequence series service session set setting share short side significance similar site situation size
skill small social society solution source space special specific staff stage stakeholder standard start state statement
statistics status step stock strategy strength structure study subject success suggestion summary supply support survey
system table target task team technical technique technology term text theme theory time title tool top topic total town
training transfer treatment trend type understanding union unit update use user value variable variation variety version view
village visit volume way weakness website week weight work worker workshop world year zone";

const FRENCH: &str = "
accès accord action activité administration agence aide aire an analyse année annexe application approche appui article
aspect association atelier attention augmentation auteur autorité base besoin but cadre cas cause centre chapitre chose comité
commission communauté compte concept conclusion condition conférence conseil contexte contribution contrôle coopération
création critère date débat décision demande département développement différence difficulté dimension direction discussion
disposition document domaine donnée durée effet effort élément ensemble équipe espace essai état étape étude évaluation
évolution exemple expérience expert façon fait figure fin fonction fonds force forme formation général gens gestion
gouvernement groupe homme idée importance indicateur information initiative institution intérêt jour liste loi long lutte
manière matière membre mesure méthode ministère mise mission modèle mois monde moyen nation national nature niveau nombre note
objectif objet organisation organisme orientation outil page paragraphe part participant participation partie pays période
personne perspective place plan point politique population position possibilité pratique présence présentation principe
priorité problème procédure processus production produit programme progrès projet promotion proposition public qualité
question rapport recherche recommandation région relation rencontre réponse représentant ressource résultat réunion rôle
secteur section séminaire série service session situation société solution sorte source soutien stratégie structure sujet
système tableau tâche taux technique temps terme texte thème titre total travail type unité utilisation valeur vie ville volume
vue zone";

const SPANISH: &str = "
acceso acción actividad acuerdo administración agencia alcance análisis anexo año aplicación apoyo área artículo asistencia
aspecto asociación atención aumento autor autoridad ayuda base cambio campo cantidad capacidad capítulo carácter caso causa
centro comisión comité comunidad concepto conclusión condición conferencia conjunto consejo contexto contribución control
cooperación criterio cuadro cuestión dato debate decisión demanda departamento desarrollo día diferencia dificultad dimensión
dirección discusión documento efecto ejemplo elemento encuentro enfoque equipo espacio esfuerzo estado estrategia estructura
estudio etapa evaluación evento experiencia experto falta fase fecha fin fondo forma formación fuerza función futuro general
gente gestión gobierno grado grupo hecho historia hombre idea importancia indicador información iniciativa institución
instrumento interés investigación ley línea lista lugar manera marco materia medida medio miembro ministerio misión modelo
momento mundo nación nacional naturaleza necesidad nivel nombre nota número objetivo objeto oficina opinión oportunidad orden
organismo organización origen página país papel párrafo participación participante período persona perspectiva plan plazo
población política posición posibilidad práctica presencia presentación principio prioridad problema procedimiento proceso
producción producto programa progreso promoción propuesta proyecto público punto recomendación recurso región reglamento
relación representante respuesta resultado reunión riesgo sección sector seminario serie servicio sesión sistema situación
sociedad solución taller tarea tasa técnica tema término texto tiempo tipo título trabajo unidad uso valor vida vista volumen
zona";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_words_are_known_by_their_stems() {
        assert!(GeneralWords::new("en").has("countri") && GeneralWords::new("en").has("approach"));
        assert!(!GeneralWords::new("en").has("forest") && !GeneralWords::new("de").has("land"));
        assert!(GeneralWords::new("fr").has(&Stemmer::new("fr").stem("activités")));
    }
}
