//! What can be typed, and its help.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};
use clap_complete::Shell;
use rapporteur_clean::RULES;

use crate::{form::Form, passwords::Passwords, schedule::ScheduleArgs, watch::WatchArgs};

/// Turns archives of conference reports into text that reads as one document, with sections, themes and
/// summaries, each finding with its page and sentence.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version, propagate_version = true, after_long_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur run                        run ./pipeline.toml over its archive
  rapporteur read report.pdf            look at one report
  rapporteur read report.pdf --as json  the same for a program
  rapporteur explain report.txt         what was repaired, and why
  rapporteur check                      find mistakes in pipeline.toml before a run

Exit codes: 0 all done; 1 done, with documents set aside, a folder newly out of sight, or ended early; 2 it could not be done.";

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Talk {
    /// Say more on standard error; twice for every document
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Messages")]
    pub(crate) verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Messages")]
    pub(crate) quiet: bool,
    /// Messages for people, or one JSON object a line for machines
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        help_heading = "Messages"
    )]
    pub(crate) log_format: LogFormat,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Run(RunArgs),
    /// Run a pipeline, and take again what was set aside
    ///
    /// Does what `run` does; besides, it takes every document again that earlier runs have set aside, whatever the
    /// reason. `run` itself takes those again whose reason may have passed, or whose file or options changed.
    Retry(RunArgs),
    Status(StatusArgs),
    Watch(WatchArgs),
    Schedule(ScheduleArgs),
    Read(ReadArgs),
    /// Find the mistakes in a pipeline file before a run
    ///
    /// Everything that can be known beforehand is checked: syntax, unknown keys, types, ranges, missing files
    /// and programs, the order of stages. All problems are shown at once, each with its place and a hint.
    Check(FileArgs),
    /// Run the tests that a pipeline file holds in its [[test]] tables
    ///
    /// Each test gives a text to some stages and says what has to come out. Ends with 1 when one fails.
    Test(FileArgs),
    Explain(ExplainArgs),
    Train(TrainArgs),
    Vocabulary(VocabularyArgs),
    Stages(StagesArgs),
    New(NewArgs),
    Schema(SchemaArgs),
    /// Documents as JSON lines in, documents as JSON lines out, through the stages of a pipeline file
    ///
    /// For programs that start rapporteur themselves: a first line says hello, then one document a line.
    Worker(WorkerArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Run a pipeline: a whole archive in, exports out
///
/// Reads the documents of the pipeline's sources, takes each through its stages, and writes its exports. A
/// document that cannot be read is set aside with the reason, and the run goes on. A second run does only what
/// changed: new and changed files, and of the others those stages whose options, vocabularies or versions are
/// different now. Documents that are gone leave the exports; those of a folder that is away or empty stay, as its disk may
/// not be mounted. Every run tells that; the exit code is 1 for it in the first one alone. When the folder was cleared on
/// purpose, one run with --remove-missing takes its documents out.
///
/// Ctrl-C and SIGTERM finish the documents under way (exit code 1, and the next run goes on from there); a second one
/// leaves at once (130 or 143). SIGHUP finishes the documents under way, too.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur run
  rapporteur run archive.toml --out /tmp/try --dry-run
  rapporteur run --source 'reports/**/*.pdf' --source 'reports/**/*.txt' --out results

The output folder gets report.json and report.html (what happened), set-aside/ (documents that failed, with the
reasons), and ledger.sqlite and cache/ (what the next run need not do again).")]
pub(crate) struct RunArgs {
    /// The pipeline file
    #[arg(default_value = DEFAULT_FILE)]
    pub(crate) pipeline: PathBuf,
    /// Read these files in place of the pipeline's sources; a pattern such as 'reports/**/*.pdf', a file or a
    /// folder. May be given several times. What earlier runs have made of other files stays in the exports. Where there
    /// is no pipeline file, the built-in stages read them
    #[arg(short, long, value_name = "GLOB", num_args = 1..)]
    pub(crate) source: Vec<String>,
    /// Write into this folder in place of the pipeline's
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Forget what earlier runs have done: learn the words of the archive anew, and do every document again
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Say what would be done with each document and why, and do nothing; with -v also which ones stand as they are
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
    /// Let documents leave the exports though the folder they lay in is away, empty or cannot be read; without this
    /// they stay, as a disk may not be mounted
    #[arg(long)]
    pub(crate) remove_missing: bool,
    /// Threads for stages that allow several; by default one a core
    #[arg(short, long, value_name = "N")]
    pub(crate) workers: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) passwords: Passwords,
}

/// Where `run`, `check` and `test` look when no file is named.
pub(crate) const DEFAULT_FILE: &str = "pipeline.toml";

/// Read one report and write it to standard output
///
/// Takes one document through the stages that come with the program (or those of a pipeline file). On a terminal
/// it shows a digest, in a pipe Markdown; --as chooses.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur read report.pdf
  rapporteur read report.pdf --as json | jq .sections[].heading
  rapporteur read report.pdf --as summary --words 150
  rapporteur read report.txt --as text --without hyphen-join --without running-head
  curl -s https://example.org/report.html | rapporteur read - --as text
  rapporteur read paragraphs.txt --lines --as sentences --language fr")]
pub(crate) struct ReadArgs {
    /// The report: PDF, Word, EPUB, hOCR, ALTO, HTML, Markdown, text, a PNG or JPEG of a page, or a .gz or .zip
    /// of them; `-` reads standard input
    pub(crate) file: PathBuf,
    /// What to write
    #[arg(long = "as", value_enum, value_name = "FORM", hide_possible_values = true, long_help = FORMS)]
    pub(crate) form: Option<Form>,
    /// Length of the summary in words, never exceeded
    #[arg(long, value_name = "N")]
    pub(crate) words: Option<u32>,
    /// At most so many themes or key phrases
    #[arg(long, value_name = "N")]
    pub(crate) top: Option<u32>,
    /// Take themes from this SKOS vocabulary (Turtle, RDF/XML, N-Triples, also .gz, or compiled); may be given
    /// several times
    #[arg(long, value_name = "FILE")]
    pub(crate) vocabulary: Vec<PathBuf>,
    /// Rank themes by this model, which `rapporteur train` has written
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// The language of the report (en, fr, es, …), in place of the one recognised
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
    /// Use the stages of this pipeline file
    #[arg(long, value_name = "FILE")]
    pub(crate) pipeline: Option<PathBuf>,
    /// Only these stages, and those whose results they need
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) stages: Option<Vec<String>>,
    /// Leave out this rule of `clean`, to see what it did to the report; may be given several times
    #[arg(long, value_name = "RULE", hide_possible_values = true, value_parser = rules(), long_help = without())]
    pub(crate) without: Vec<String>,
    #[command(flatten)]
    pub(crate) passwords: Passwords,
    /// Every line of the file is a paragraph; goes with --as sentences and --as topics
    #[arg(long)]
    pub(crate) lines: bool,
    /// What the file is, in place of what it looks like: a media type, or pdf, docx, epub, hocr, alto, html, md, txt, png, jpeg
    #[arg(long, value_name = "TYPE")]
    pub(crate) media_type: Option<String>,
}

fn rules() -> PossibleValuesParser {
    RULES.iter().map(|rule| rule.name).collect::<Vec<_>>().into()
}

/// The help of `--without`, with all rules there are.
fn without() -> String {
    let wide = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let rules: String =
        RULES.iter().map(|rule| format!("\n  {:wide$}  {}", rule.name, rule.summary)).collect();
    format!(
        "Leave out this rule of `clean`, to see what it did to the report; may be given several times. \
         `rapporteur explain FILE` names the rules that changed it. To leave a rule out for good, or to have it \
         suggest only, write it under [stage.rules] in the pipeline file (rapporteur stages show clean).\n{rules}"
    )
}

const FORMS: &str = "\
What to write:
  text        paragraphs parted by a blank line, notes at the end
  markdown    headings, note marks [^1] in the text, notes at the end
  html        one page, findings linked to their sentences
  json        everything: `rapporteur schema document` describes it
  outline     the headings, with their pages
  sentences   one sentence a line
  themes      URI, label and score, best first
  keyphrases  phrase and score, best first
  topics      one sentence a line, with a line ========== where a long section without headings
              changes its topic
  summary     the most telling sentences, whole
  digest      what a terminal shows
By default a digest on a terminal and markdown in a pipe.";

/// Say what the archive holds, how the last run ended, and what is set aside
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// The pipeline file
    #[arg(default_value = DEFAULT_FILE)]
    pub(crate) pipeline: PathBuf,
    /// The output folder, where it is not the pipeline's
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Everything as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// The pipeline file
    #[arg(default_value = DEFAULT_FILE)]
    pub(crate) pipeline: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct WorkerArgs {
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Serve one stage to the program that has started this one, over frames of its own
    #[arg(long, hide = true)]
    pub(crate) isolated: bool,
}

/// Say what each stage did to a report, and why
///
/// Every repair with page, text before and after, confidence and reason; every running head and page number set
/// aside; every heading with number and level.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur explain report.pdf
  rapporteur explain report.txt --rule page-join
  rapporteur explain report.txt --json | jq .stages[].repairs[]")]
pub(crate) struct ExplainArgs {
    /// The report; `-` reads standard input
    pub(crate) file: PathBuf,
    /// Only the repairs of this rule
    #[arg(long, value_name = "NAME")]
    pub(crate) rule: Option<String>,
    /// Everything as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Use the stages of this pipeline file
    #[arg(long, value_name = "FILE")]
    pub(crate) pipeline: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) passwords: Passwords,
    /// What the file is, in place of what it looks like
    #[arg(long, value_name = "TYPE")]
    pub(crate) media_type: Option<String>,
}

/// Learn theme ranking from an archive that is already indexed
///
/// The folder holds reports (NAME.txt, NAME.pdf, …) and beside each its themes: NAME.tsv with the URI of one theme a
/// line, or NAME.key with one label a line. From what indexers chose, a model is learned that ranks themes as they
/// would, and that proposes what similar reports have. It says how well it does on reports it has not seen.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  rapporteur train indexed/ --vocabulary unbis.ttl --model unbis.model
  rapporteur read report.pdf --as themes --vocabulary unbis.ttl --model unbis.model

In a pipeline file, `vocabulary` and `model` of the stage `themes` say the same.")]
pub(crate) struct TrainArgs {
    /// The folder of indexed reports
    pub(crate) dir: PathBuf,
    /// The SKOS vocabulary that their themes are from; may be given several times. Without it, the vocabulary that
    /// comes with the program
    #[arg(long, value_name = "FILE")]
    pub(crate) vocabulary: Vec<PathBuf>,
    /// Where to write the model
    #[arg(long, value_name = "FILE")]
    pub(crate) model: PathBuf,
    /// The language of the reports (en, fr, es, …); by default that of most of the first ones
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
    /// Read the reports as this pipeline file does: through its stages above `themes`, and with the vocabulary of
    /// `themes` unless one is named here
    #[arg(long, value_name = "FILE")]
    pub(crate) pipeline: Option<PathBuf>,
}

/// Check a SKOS vocabulary, compile it, or find what it lacks
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur vocabulary check unbis.ttl      labels that are missing or shared, circles, links to nowhere
  rapporteur vocabulary compile unbis.ttl    writes unbis.ttl.index, which loads at once
  rapporteur vocabulary gaps out/reports.jsonl --vocabulary unbis.ttl")]
pub(crate) struct VocabularyArgs {
    #[command(subcommand)]
    pub(crate) what: VocabularyVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VocabularyVerb {
    /// Say what is odd in a vocabulary: shared and missing labels, circles, links to nowhere
    ///
    /// Nothing of it keeps the vocabulary from being used. Ends with 1 when there is something to remark.
    Check {
        /// The vocabulary: Turtle, RDF/XML or N-Triples, also .gz
        file: PathBuf,
    },
    /// Compile a vocabulary to an index that loads at once
    ///
    /// The index is written beside the vocabulary and found there by itself, as long as the vocabulary does not
    /// change; it can also be named in place of the vocabulary. `run` keeps one in its cache anyway.
    Compile {
        /// The vocabulary: Turtle, RDF/XML or N-Triples, also .gz
        file: PathBuf,
        /// Write the index here
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// List key phrases that recur in an archive and name no concept of the vocabulary
    ///
    /// Reads what the export `jsonl` wrote, and counts in how many reports each phrase is a key phrase. A line is the
    /// phrase and that number.
    Gaps {
        /// The reports, as JSON lines; `-` reads standard input
        reports: PathBuf,
        /// The vocabulary; may be given several times. Without it, the one that comes with the program
        #[arg(long, value_name = "FILE")]
        vocabulary: Vec<PathBuf>,
        /// Only phrases of at least so many reports
        #[arg(long, value_name = "N", default_value_t = 2)]
        least: usize,
    },
}

/// List stages, sources and exports, or show the options of one
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur stages
  rapporteur stages show clean     its options with their defaults, as commented TOML")]
pub(crate) struct StagesArgs {
    #[command(subcommand)]
    pub(crate) what: Option<StagesVerb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StagesVerb {
    /// The options of one stage, source or export with their defaults, as commented TOML
    ///
    /// A stage that is a program of your own (`use = "command"`) is asked what its options are; name it by its `id`.
    Show {
        /// Its name: what `use` says in a pipeline file, or the id of a program
        name: String,
        /// Where programs are looked for by their id
        #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
        pipeline: PathBuf,
    },
}

/// Make a stage of your own
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    #[command(subcommand)]
    pub(crate) what: NewVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NewVerb {
    Stage(NewStageArgs),
}

/// Make a stage of your own, with its test and its entry in a pipeline file, building and passing at once
///
/// In Rust it is a project of its own: a crate, a program that starts from the stages that come with rapporteur, a
/// pipeline file and a report to try it on; within the workspace of rapporteur, a crate there. In another language it is
/// a program that reads and writes JSON lines, with a small file that does so for it; it goes beside the pipeline.toml of
/// the folder and gets its entry there, or into a folder with one of its own. Nothing that is there is overwritten.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur new stage house-terms
  rapporteur new stage house-terms --path ../rapporteur
  rapporteur new stage word-count --lang python")]
pub(crate) struct NewStageArgs {
    /// Its name, as `use` or `id` in the pipeline file: small letters, dashes between words
    pub(crate) name: String,
    /// The language it is written in
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Language,
    /// Take the crates of rapporteur from this checkout; by default from the one this program was built in, while that
    /// is there, or else from the registry of crates
    #[arg(long, value_name = "DIR", conflicts_with = "git")]
    pub(crate) path: Option<PathBuf>,
    /// Take the crates of rapporteur from this Git repository
    #[arg(long, value_name = "URL")]
    pub(crate) git: Option<String>,
}

/// What a stage can be written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// A crate.
    #[default]
    Rust,
    /// A program for Python 3.
    Python,
    /// A program for any POSIX shell.
    Shell,
}

/// Write a JSON Schema to standard output
///
/// The schema of a pipeline has the options of every stage; with a pipeline file, also those that its programs (use =
/// "command") announce. They are started for it, and end at once.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur schema pipeline > pipeline.schema.json
  taplo lint --schema file://$PWD/pipeline.schema.json pipeline.toml
An editor that knows TOML finds it by the first line of the file: #:schema ./pipeline.schema.json")]
pub(crate) struct SchemaArgs {
    /// Of what
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
    /// With `pipeline`: the file whose programs are asked for their options [default: pipeline.toml, when there is one]
    pub(crate) pipeline: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// Of pipeline.toml, with the options of every stage and of the programs it names.
    Pipeline,
    /// Of the exported JSON.
    Document,
    /// Of the lines between rapporteur and a program of your own.
    Protocol,
}

/// Write shell completions to standard output
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  rapporteur completions bash > ~/.local/share/bash-completion/completions/rapporteur")]
pub(crate) struct CompletionsArgs {
    /// For this shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Write a manual page to standard output
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  rapporteur man run | man -l -")]
pub(crate) struct ManArgs {
    /// Of this verb; without it, of the program
    pub(crate) verb: Option<String>,
}
