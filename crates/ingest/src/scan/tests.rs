//! A shell script stands for the program.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rapporteur_stage::Shared;
use tempfile::TempDir;

use super::*;
use crate::IngestOptions;

/// A program that answers questions as tesseract does, and a page with what `body` does.
pub(crate) fn fake(folder: &TempDir, version: &str, body: &str) -> PathBuf {
    let path = folder.path().join(format!("tesseract-{version}"));
    let script = format!(
        "#!/bin/sh\ncase \"$1\" in\n--version) echo 'tesseract {version}';;\n\
         --list-langs) printf 'List of available languages in here (3):\\neng\\nfra\\nosd\\n';;\n\
         *) cat > /dev/null; echo \"$*\" >> {}/calls\n{body}\n;;\nesac\n",
        folder.path().display()
    );
    fs::write(&path, script).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        // A file just written may still be held by a child of another test.
        let busy = || {
            let started = std::process::Command::new(&path).arg("--version").output();
            started.is_err_and(|e| e.kind() == std::io::ErrorKind::ExecutableFileBusy)
        };
        while busy() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    path
}

/// hOCR of a page with these lines.
pub(crate) fn hocr(lines: &[&str]) -> String {
    let mut text = "<html><body><div class='ocr_page' title='bbox 0 0 2480 3508'>".to_owned();
    for (row, line) in lines.iter().enumerate() {
        let (top, mut x) = (300 + 60 * row, 300);
        let bottom = top + 40;
        text += &format!(
            "<span class='ocr_line' title='bbox 300 {top} 2200 {bottom}; baseline 0 -8; x_size 44'>"
        );
        for word in line.split(' ') {
            let end = x + 20 * word.chars().count();
            text += &format!(
                "<span class='ocrx_word' title='bbox {x} {top} {end} {bottom}; x_wconf 93'>{word}</span> "
            );
            x = end + 12;
        }
        text += "</span>";
    }
    text + "</div></body></html>"
}

pub(crate) fn prints(lines: &[&str]) -> String {
    format!("cat <<'END'\n{}\nEND", hocr(lines))
}

fn image() -> Image {
    Image::new(50, 50, 300, (0..2500).map(|n| if n % 9 == 0 { 0 } else { 255 }).collect()).unwrap()
}

fn options(program: &Path) -> IngestOptions {
    IngestOptions { ocr_program: program.to_owned(), ocr_seconds: 1, ..IngestOptions::default() }
}

fn read(options: &IngestOptions) -> Result<Reading, Failure> {
    Scans::new(options, &Shared::default()).unwrap().reader().read(&image(), &|| false)
}

#[cfg(unix)]
#[test]
fn words_come_with_their_confidence() {
    let folder = tempfile::tempdir().unwrap();
    let program = fake(&folder, "9.0", &prints(&["Water after the war", "Summary"]));
    let reading = read(&options(&program)).unwrap();
    assert_eq!(reading.text, "Water after the war \nSummary \n");
    assert!((reading.confidence - 0.93).abs() < 0.001);
    let calls = fs::read_to_string(folder.path().join("calls")).unwrap();
    assert!(calls.starts_with("stdin stdout -l eng --dpi 300"), "{calls}");
}

#[cfg(unix)]
#[test]
fn whatever_the_program_does_costs_the_page_and_has_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    for (version, body, failure) in [
        ("hangs", "sleep 60", Failure::Slow(1)),
        ("hangs-by-child", "sleep 60 & wait", Failure::Slow(1)),
        ("garbage", "head -c 5000 /dev/zero", Failure::Garbled),
        ("nothing", "true", Failure::Garbled),
        ("plain", "echo Water after the war", Failure::Garbled),
        (
            "fails",
            "echo 'Error during processing.' >&2; exit 1",
            Failure::Refused("Error during processing.".into()),
        ),
    ] {
        let found = read(&options(&fake(&folder, version, body))).unwrap_err();
        assert_eq!(found, failure, "{version}");
        assert!(!found.sentence().is_empty() && !found.hint().is_empty());
    }
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(read(&options(Path::new("no-such-program"))).unwrap_err(), Failure::Missing);
}

#[cfg(unix)]
#[test]
fn a_page_that_was_read_is_not_read_again_even_without_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let program = fake(&folder, "9.0", &prints(&["Water after the war"]));
    let calls = || fs::read_to_string(folder.path().join("calls")).unwrap().lines().count();
    let kept = |program: &Path| IngestOptions { ocr_cache: folder.path().join("kept"), ..options(program) };
    let first = read(&kept(&program)).unwrap();
    assert_eq!((read(&kept(&program)).unwrap().text, calls()), (first.text.clone(), 1));
    assert_eq!(read(&kept(Path::new("no-such-program"))).unwrap().text, first.text);
    // Another version may read better; other languages are another question.
    read(&kept(&fake(&folder, "9.1", &prints(&["Water after the war"])))).unwrap();
    assert_eq!(calls(), 2);
    read(&IngestOptions { ocr_languages: vec!["fra".to_owned()], ..kept(&program) }).unwrap();
    assert_eq!(calls(), 3);
}

#[cfg(unix)]
#[test]
fn a_page_in_another_language_is_read_again_in_that() {
    let folder = tempfile::tempdir().unwrap();
    let french = "les villages de la c\u{f4}te ont dit que le port et les bateaux sont dans un \u{e9}tat qui ne leur permet pas \
        de sortir en mer pour la p\u{ea}che avec les filets du conseil";
    let by_english = french.replace(['\u{f4}', '\u{e9}', '\u{ea}'], "e");
    let body = format!(
        "case \"$*\" in *'-l fra'*) {}\n;; *) {}\n;; esac",
        prints(&[french]),
        prints(&[&by_english])
    );
    let program = fake(&folder, "9.0", &body);
    let scans = Scans::new(&options(&program), &Shared::default()).unwrap();
    let mut reader = scans.reader();
    let reading = reader.read(&image(), &|| false).unwrap();
    assert_eq!((reading.languages.as_str(), reading.text.trim()), ("fra", french));
    reader.read(&image(), &|| false).unwrap();
    let calls = fs::read_to_string(folder.path().join("calls")).unwrap();
    assert_eq!(calls.lines().count(), 3, "the second page begins in the language of the first: {calls}");
}

#[cfg(unix)]
#[test]
fn what_is_asked_for_by_name_must_be_there_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let program = fake(&folder, "9.0", "true");
    let build = |options: IngestOptions| Scans::new(&options, &Shared::default()).map(drop);
    let of = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
    let error = build(IngestOptions { ocr_languages: of(&["eng", "deu"]), ..options(&program) }).unwrap_err();
    assert_eq!(error.message, "tesseract does not know the language `deu` in `ocr-languages`");
    assert!(error.hint.unwrap().contains("tesseract-ocr-deu`); installed are eng, fra"));
    let hint = |code: &str| {
        let options = IngestOptions { ocr_languages: of(&[code]), ..options(&program) };
        build(options).unwrap_err().hint.unwrap()
    };
    assert_eq!(hint("en"), "write \"eng\", its code for it; installed are eng, fra");
    assert!(
        hint("German").starts_with("write \"deu\", its code for it, and install it (Debian"),
        "{}",
        hint("German")
    );
    assert_eq!(hint("eng+fra"), "write each on its own: [\"eng\", \"fra\"]");
    assert!(build(IngestOptions { ocr_languages: of(&["fra", "eng"]), ..options(&program) }).is_ok());
    let missing = Path::new("no-such-program");
    let error = build(IngestOptions { ocr: Ocr::Always, ..options(missing) }).unwrap_err();
    assert!(error.hint.unwrap().contains("apt install tesseract-ocr"));
    let lacks = |options: IngestOptions| Scans::new(&options, &Shared::default()).unwrap().lacks();
    let lack = lacks(options(missing)).unwrap();
    assert_eq!(
        lack.message,
        "pages that are pictures will not be read: `no-such-program` is not on the PATH"
    );
    assert!(lacks(IngestOptions { ocr: Ocr::Off, ..options(missing) }).is_none());
    assert!(lacks(options(&program)).is_none());
    // Perhaps there is not one scan in the archive.
    assert!(build(IngestOptions { ocr_languages: of(&["deu"]), ..options(missing) }).is_ok());
    for odd in ["", "-l", "eng+fra", "../eng", "e ng"] {
        assert!(build(IngestOptions { ocr_languages: of(&[odd]), ..options(&program) }).is_err(), "{odd}");
    }
    assert!(build(IngestOptions { ocr_dpi: 71, ..options(&program) }).is_err());
    assert!(build(IngestOptions { ocr_seconds: 0, ..options(&program) }).is_err());
    assert!(build(IngestOptions { ocr_program: PathBuf::new(), ..options(&program) }).is_err());
}
