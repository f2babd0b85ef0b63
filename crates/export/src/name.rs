//! File names out of a template: `{year}/{slug}.md`.

use std::path::{Path, PathBuf};

use rapporteur_model::Document;
use rapporteur_stage::StageError;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a template may hold.
const PLACES: [&str; 5] = ["slug", "year", "id", "stem", "language"];
/// Longest value of a placeholder, in bytes; file systems stop at 255.
const LONGEST: usize = 100;

/// A checked template.
#[derive(Debug)]
pub(crate) struct Names {
    template: String,
}

impl Names {
    /// Reads a template such as `{year}/{slug}.md`.
    pub(crate) fn of(template: &str) -> Result<Self, StageError> {
        let known = PLACES.map(|p| format!("{{{p}}}")).join(" ");
        if template.trim().is_empty() || template.ends_with(['/', '\\']) {
            return Err(StageError::new(format!("`to` has to name a file, not `{template}`"))
                .hint(format!("for example `to = \"{{stem}}.md\"`; it may hold {known}")));
        }
        let mut rest = template;
        while let Some(open) = rest.find(['{', '}']) {
            let inside = rest.get(open + 1..).unwrap_or("");
            let name = inside.find('}').and_then(|close| inside.get(..close));
            let opens = rest.get(open..).is_some_and(|r| r.starts_with('{'));
            match name.filter(|n| opens && PLACES.contains(n)) {
                Some(name) => rest = inside.get(name.len() + 1..).unwrap_or(""),
                None => {
                    let odd = name.map_or_else(
                        || "a brace without its other half".to_owned(),
                        |n| format!("`{{{n}}}`"),
                    );
                    return Err(StageError::new(format!("`to` holds {odd}, which stands for nothing"))
                        .hint(format!("it may hold {known}")));
                }
            }
        }
        Ok(Self { template: template.to_owned() })
    }

    /// The template's folder as far as it is the same for all documents.
    pub(crate) fn fixed_folder(&self) -> &Path {
        let fixed = self.template.split('{').next().unwrap_or("");
        Path::new(fixed.rsplit_once('/').map_or("", |(folder, _)| folder))
    }

    /// Whether all documents would get the same name.
    pub(crate) fn is_constant(&self) -> bool {
        !self.template.contains('{')
    }

    /// The path of one document. Two documents may have the same one; the engine gives the second `-2`.
    pub(crate) fn of_document(&self, doc: &Document) -> PathBuf {
        let mut path = self.template.clone();
        for place in PLACES {
            let hole = format!("{{{place}}}");
            if path.contains(&hole) {
                path = path.replace(&hole, &value(place, doc));
            }
        }
        PathBuf::from(path)
    }
}

/// The year of a report: of its event, else of its publication.
pub(crate) fn year(doc: &Document) -> Option<u16> {
    let event = &doc.meta.event;
    let day = event.start.as_ref().or(event.end.as_ref()).or(doc.meta.document_date.as_ref());
    day.map(|day| day.value.parts().0)
}

/// What stands for a placeholder. Never empty, never a path: documents must not choose folders.
fn value(place: &str, doc: &Document) -> String {
    let stem = || {
        let stem = unpacked(&doc.source.path).file_stem().map(|s| s.to_string_lossy().into_owned());
        safe(stem.as_deref().filter(|s| *s != "-").unwrap_or("report"))
    };
    match place {
        "slug" => {
            let slug = doc.meta.title.as_ref().map_or(String::new(), |t| slug(&t.value));
            if slug.is_empty() { slug_or(&stem()) } else { slug }
        }
        "year" => year(doc).map_or_else(|| "undated".to_owned(), |year| format!("{year:04}")),
        "id" => match doc.id.get(..16) {
            Some(id) => safe(id),
            None => stem(),
        },
        "language" => safe(doc.language().unwrap_or("und")),
        _ => stem(),
    }
}

/// The name of a file without the endings that say it is packed: `a.pdf.gz` is called as `a.pdf` is.
fn unpacked(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    while path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz")) {
        path.set_extension("");
    }
    path
}

fn slug_or(stem: &str) -> String {
    let slug = slug(stem);
    if slug.is_empty() { stem.to_owned() } else { slug }
}

/// A title in small letters and dashes, marks taken off: "Négocier l'accès" is `negocier-l-acces`.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    reserved(slug.trim_matches('-'))
}

/// A file name's stem without what a file system could take for something else.
fn safe(name: &str) -> String {
    let odd = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
    let mut safe: String = name.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    while safe.len() > LONGEST {
        safe.pop();
    }
    let safe = safe.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if safe.is_empty() { "report".to_owned() } else { reserved(safe) }
}

/// Names that Windows keeps for its devices get a dash.
fn reserved(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let numbered = lower.strip_prefix("com").or_else(|| lower.strip_prefix("lpt"));
    let device = matches!(lower.as_str(), "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    if device { format!("{name}-") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use rapporteur_model::Found;

    use super::*;

    fn titled(path: &str, title: &str) -> Document {
        let mut doc = Document::at(path);
        doc.meta.title = Some(Found::stated(title.to_owned(), 1.0));
        doc
    }

    #[test]
    fn titles_cannot_leave_the_folder() {
        let names = Names::of("{year}/{slug}.md").unwrap();
        let next = |title: &str| names.of_document(&titled("a/b.txt", title)).to_string_lossy().into_owned();
        assert_eq!(next("../../etc/passwd"), "undated/etc-passwd.md");
        assert_eq!(next("Négocier l’accès : 3 leçons"), "undated/negocier-l-acces-3-lecons.md");
        assert_eq!(next("…"), "undated/b.md");
        assert_eq!(next("CON"), "undated/con-.md");
        assert_eq!(next("人道主义谈判"), "undated/人道主义谈判.md");
        let stems = Names::of("{stem}.json").unwrap();
        assert_eq!(stems.of_document(&Document::at("..")), Path::new("report.json"));
        assert_eq!(stems.of_document(&Document::at("x/a:b?.txt")), Path::new("a_b_.json"));
    }

    #[test]
    fn a_packed_file_is_named_as_the_one_inside() {
        let given = |files: &[&str]| -> Vec<PathBuf> {
            let names = Names::of("{stem}.md").unwrap();
            files.iter().map(|f| names.of_document(&Document::at(f))).collect()
        };
        let found = given(&["a.pdf.gz", "b.TXT.GZ", "c.html.gz.gz", "all.zip/2004/d.md.gz", "e.gz", ".gz"]);
        assert_eq!(found, ["a.md", "b.md", "c.md", "d.md", "e.md", "gz.md"].map(PathBuf::from));
    }

    #[test]
    fn templates_are_checked() {
        for odd in ["{titel}.md", "{slug.md", "a}b", "", "out/"] {
            assert!(Names::of(odd).is_err(), "{odd}");
        }
        let folder = |t: &str| Names::of(t).unwrap().fixed_folder().to_owned();
        assert_eq!(folder("out/{year}/{slug}.md"), Path::new("out"));
        assert_eq!(folder("out/all/reports.jsonl"), Path::new("out/all"));
        assert_eq!(folder("out/r-{slug}.md"), Path::new("out"));
        assert_eq!(folder("{slug}.md"), Path::new(""));
        assert_eq!(folder("x.jsonl"), Path::new(""));
    }
}
