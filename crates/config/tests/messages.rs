//! What is said about a faulty pipeline file, word for word.

#![allow(clippy::panic, clippy::expect_used, clippy::unwrap_used)]

mod toy;

use std::path::Path;

use rapporteur_config::{Overrides, load, parse};

/// The problems of a text, after building every step.
fn said(text: &str) -> String {
    let overrides = Overrides::stages_only();
    parse(Path::new("pipeline.toml"), text, &toy::registry(), &overrides).verify().problems().render(false)
}

/// The text begins and the messages begin on a line of their own, to be read below one another.
#[track_caller]
fn check(text: &str, expected: &str) {
    let said = said(text.trim_start_matches('\n'));
    let expected = expected.trim_start_matches('\n');
    assert!(said == expected, "--- said\n{said}--- expected\n{expected}");
}

#[test]
fn every_faulty_option_of_a_stage_is_told_at_once() {
    check(
        r#"
[[stage]]
use = "clean"
join-page = true
notes = "colect"
least-confidence = "high"
words = ["a", 3]
limits.repairs = -1
"#,
        r#"
error: `join-page` is not an option of `clean`
 --> pipeline.toml:3:1
  |
3 | join-page = true
  | ^^^^^^^^^ did you mean `join-pages`?
  = options of `clean`: join-pages, least-confidence, limits, list, notes, words (rapporteur stages show clean)

error: "colect" is not a value of `notes`
 --> pipeline.toml:4:9
  |
4 | notes = "colect"
  |         ^^^^^^^^ did you mean `collect`?
  = values of `notes`: collect, keep

error: `least-confidence` must be a number, not the string "high"
 --> pipeline.toml:5:20
  |
5 | least-confidence = "high"
  |                    ^^^^^^

error: `words[1]` must be a string, not 3
 --> pipeline.toml:6:15
  |
6 | words = ["a", 3]
  |               ^

error: `limits.repairs` must be a whole number from 0, not -1
 --> pipeline.toml:7:18
  |
7 | limits.repairs = -1
  |                  ^^
"#,
    );
}

#[test]
fn values_of_another_type_are_told_what_is_allowed() {
    check(
        r#"
[[stage]]
use = "clean"
notes = true
words = "co-op"
[[stage]]
use = "segment"
[[stage]]
use = "themes"
most = 300
"#,
        r#"
error: `notes` must be "collect" or "keep", not true
 --> pipeline.toml:3:9
  |
3 | notes = true
  |         ^^^^
  = "collect": They are put behind the text; "keep": They stay where they are

error: `words` must be a list, not the string "co-op"
 --> pipeline.toml:4:9
  |
4 | words = "co-op"
  |         ^^^^^^^ write `["co-op"]`

error: `most` must be a whole number from 0 to 255, not 300
 --> pipeline.toml:9:8
  |
9 | most = 300
  |        ^^^
"#,
    );
}

#[test]
fn nested_keys_and_ranges() {
    check(
        r#"
[[stage]]
use = "clean"
notes = "kepe"
limits = { repair = 1 }
least-confidence = 1.5
list = "lists/words.txt"
"#,
        r#"
error: "kepe" is not a value of `notes`
 --> pipeline.toml:3:9
  |
3 | notes = "kepe"
  |         ^^^^^^ did you mean `keep`?
  = values of `notes`: collect, keep

error: `repair` is not a key of `limits`
 --> pipeline.toml:4:12
  |
4 | limits = { repair = 1 }
  |            ^^^^^^ did you mean `repairs`?
  = keys of `limits`: repairs

error: `clean`: `least-confidence` must be from 0 to 1, not 1.5
 --> pipeline.toml:5:1
  |
5 | least-confidence = 1.5
  | ^^^^^^^^^^^^^^^^^^^^^^
"#,
    );
}

#[test]
fn a_stage_that_comes_too_late() {
    check(
        r#"
[[stage]]
use = "clean"

[[stage]]
use = "themes"
much = 2

[[stage]]
use = "segment"
"#,
        r#"
error: `themes` needs sections, and nothing before it makes them
 --> pipeline.toml:5:1
  |
5 | use = "themes"
  | ^^^^^^^^^^^^^^
  = move the `segment` stage of line 8 above line 4

error: `much` is not an option of `themes`
 --> pipeline.toml:6:1
  |
6 | much = 2
  | ^^^^
  = options of `themes`: most (rapporteur stages show themes)
"#,
    );
}

#[test]
fn a_stage_that_is_missing() {
    check(
        r#"
[[stage]]
use = "themes"
"#,
        r#"
error: `themes` needs sections, and nothing before it makes them
 --> pipeline.toml:2:1
  |
2 | use = "themes"
  | ^^^^^^^^^^^^^^
  = put a `segment` stage above line 1
"#,
    );
}

#[test]
fn names_that_nobody_knows() {
    check(
        r#"
[[stage]]
use = "claen"
[[stage]]
name = "x"
[[stage]]
use = 3
[[stage]]
use="jsonl"
[[stage]]
use="acme-terms""#,
        r#"
error: there is no stage `claen`
 --> pipeline.toml:2:7
  |
2 | use = "claen"
  |       ^^^^^^^ did you mean `clean`?
  = stages: clean, ingest, segment, themes

error: this [[stage]] has no `use`
 --> pipeline.toml:3:1
  |
3 | [[stage]]
  | ^^^^^^^^^
  = name one: clean, ingest, segment, themes

error: `use` must be a string, not 3
 --> pipeline.toml:6:7
  |
6 | use = 3
  |       ^

error: there is no stage `jsonl`
 --> pipeline.toml:8:5
  |
8 | use="jsonl"
  |     ^^^^^^^
  = `jsonl` is of another sort: write [[export]]

error: there is no stage `acme-terms`
  --> pipeline.toml:10:5
   |
10 | use="acme-terms"
   |     ^^^^^^^^^^^^
   = stages: clean, ingest, segment, themes; one of your own, of a crate `acme-terms`, say? add .stages(acme_terms::register) in main, or write use = "command" for a program; `rapporteur new stage NAME` begins one
"#,
    );
}

#[test]
fn the_run_table() {
    check(
        r#"
[run]
workers = 0
in-fligth = 3
order = "sorted"
stop-when-failed = "often"
out = 3
on-error = true
set-aside = "../x"
ledger = "../l.sqlite"
"#,
        r#"
error: `workers` must be "auto" or a whole number from 1 to 512, not 0
 --> pipeline.toml:2:11
  |
2 | workers = 0
  |           ^

error: `in-fligth` is not a key of [run]
 --> pipeline.toml:3:1
  |
3 | in-fligth = 3
  | ^^^^^^^^^ did you mean `in-flight`?
  = keys of [run]: out, workers, in-flight, in-flight-mib, order, on-error, stop-when-failed, learn, set-aside, ledger, cache-mib, after, metrics

error: "sorted" is not a value of `order`
 --> pipeline.toml:4:9
  |
4 | order = "sorted"
  |         ^^^^^^^^
  = values of `order`: source, finished

error: `stop-when-failed` must be a share like "10%", or "off", not the string "often"
 --> pipeline.toml:5:20
  |
5 | stop-when-failed = "often"
  |                    ^^^^^^^

error: `out` must be a string, not 3
 --> pipeline.toml:6:7
  |
6 | out = 3
  |       ^

error: `on-error` must be "set-aside" or "stop", not true
 --> pipeline.toml:7:12
  |
7 | on-error = true
  |            ^^^^

error: `set-aside`: `../x` does not lie in the output folder
 --> pipeline.toml:8:13
  |
8 | set-aside = "../x"
  |             ^^^^^^
  = give a path below it; `out` in [run], or `--out`, says where the folder is

error: `ledger`: `../l.sqlite` does not lie in the output folder
 --> pipeline.toml:9:10
  |
9 | ledger = "../l.sqlite"
  |          ^^^^^^^^^^^^^
  = give a path below it; `out` in [run], or `--out`, says where the folder is
"#,
    );
}

#[test]
fn the_schedule() {
    check(
        r#"
[schedule]
at = ["0 2 * * *", "0 25 * * *", "0 2 * *", "0 0 30 2 *", 3, "@nightly"]
time-zone = "Europe/Pari"
missed = "later"
zone = "UTC"
"#,
        r#"
error: `at`: "0 25 * * *" is no time of cron: the hour `25` is not made of numbers from 0 to 23
 --> pipeline.toml:2:23
  |
2 | at = ["0 2 * * *", "0 25 * * *", "0 2 * *", "0 0 30 2 *", 3, "@nightly"]
  |                       ^^
  = minute, hour, day of the month, month, weekday: "0 2 * * *" is every night at two, "30 6 * * MON-FRI" every working day at half past six

error: `at`: "0 2 * *" has 4 fields, and a time of cron has five
 --> pipeline.toml:2:34
  |
2 | at = ["0 2 * * *", "0 25 * * *", "0 2 * *", "0 0 30 2 *", 3, "@nightly"]
  |                                  ^^^^^^^^^
  = minute, hour, day of the month, month, weekday: "0 2 * * *" is every night at two, "30 6 * * MON-FRI" every working day at half past six

error: `at`: "0 0 30 2 *" never comes: there is no such day
 --> pipeline.toml:2:45
  |
2 | at = ["0 2 * * *", "0 25 * * *", "0 2 * *", "0 0 30 2 *", 3, "@nightly"]
  |                                             ^^^^^^^^^^^^
  = minute, hour, day of the month, month, weekday: "0 2 * * *" is every night at two, "30 6 * * MON-FRI" every working day at half past six

error: `at` must be a time of cron or a list of them, not 3
 --> pipeline.toml:2:59
  |
2 | at = ["0 2 * * *", "0 25 * * *", "0 2 * *", "0 0 30 2 *", 3, "@nightly"]
  |                                                           ^
  = minute, hour, day of the month, month, weekday: "0 2 * * *" is every night at two, "30 6 * * MON-FRI" every working day at half past six

error: `at`: "@nightly" is no time of cron; those with a name are @hourly, @daily, @weekly, @monthly and @yearly
 --> pipeline.toml:2:62
  |
2 | at = ["0 2 * * *", "0 25 * * *", "0 2 * *", "0 0 30 2 *", 3, "@nightly"]
  |                                                              ^^^^^^^^^^
  = minute, hour, day of the month, month, weekday: "0 2 * * *" is every night at two, "30 6 * * MON-FRI" every working day at half past six

error: "Europe/Pari" is no time zone
 --> pipeline.toml:3:13
  |
3 | time-zone = "Europe/Pari"
  |             ^^^^^^^^^^^^^ did you mean `Europe/Paris`?
  = names are those of the time zone database, such as "Europe/Paris" or "UTC"; without `time-zone` it is the machine's

error: "later" is not a value of `missed`
 --> pipeline.toml:4:10
  |
4 | missed = "later"
  |          ^^^^^^^
  = values of `missed`: catch-up, skip

error: `zone` is not a key of [schedule]
 --> pipeline.toml:5:1
  |
5 | zone = "UTC"
  | ^^^^ did you mean `time-zone`?
  = keys of [schedule]: at, time-zone, missed
"#,
    );
    check(
        "[schedule]\nmissed = \"skip\"\n",
        r#"
error: [schedule] has no `at`: it would never begin a run
 --> pipeline.toml:1:2
  |
1 | [schedule]
  |  ^^^^^^^^
  = minute, hour, day of the month, month, weekday: "0 2 * * *" is every night at two, "30 6 * * MON-FRI" every working day at half past six
"#,
    );
}

#[test]
fn tables_that_nobody_knows() {
    check(
        r#"
name = "x"
[pipelines]
[pipeline]
format = 2
[stage]
use = "clean"
"#,
        r#"
error: `name` is not a key of a pipeline file
 --> pipeline.toml:1:1
  |
1 | name = "x"
  | ^^^^
  = keys of a pipeline file: pipeline, run, schedule, source, stage, export, test

error: `pipelines` is not a key of a pipeline file
 --> pipeline.toml:2:2
  |
2 | [pipelines]
  |  ^^^^^^^^^ did you mean `pipeline`?
  = keys of a pipeline file: pipeline, run, schedule, source, stage, export, test

error: this program does not know format 2
 --> pipeline.toml:4:1
  |
4 | format = 2
  | ^^^^^^
  = write format = 1, or use a newer rapporteur

error: `stage` is a list of tables, not one table
 --> pipeline.toml:5:1
  |
5 | [stage]
  | ^^^^^^^
  = write [[stage]], in two brackets
"#,
    );
}

#[test]
fn syntax() {
    check(
        r#"
[run
out = "x"
out = 
[[stage]]
use = "clean
"#,
        r#"
error: this is not TOML: unclosed table, expected `]`
 --> pipeline.toml:1:5
  |
1 | [run
  |     ^

error: this is not TOML: invalid basic string, expected `"`
 --> pipeline.toml:5:13
  |
5 | use = "clean
  |             ^
"#,
    );
}

#[test]
fn the_same_key_twice() {
    check(
        r#"
[run]
out = "x"
out = "y"
"#,
        r#"
error: this is not TOML: duplicate key
 --> pipeline.toml:3:1
  |
3 | out = "y"
  | ^^^
"#,
    );
}

#[test]
fn the_engines_keys_of_a_stage() {
    check(
        r#"
[[stage]]
use = "clean"
id = "a"
when = { lang = "fr", status = "good", path = "[" }
memory-mib = 512
timeout-seconds = 0
optional = "yes"
[[stage]]
use = "clean"
id = "a"
"#,
        r#"
error: `lang` is not a key of `when`
 --> pipeline.toml:4:10
  |
4 | when = { lang = "fr", status = "good", path = "[" }
  |          ^^^^ did you mean `language`?
  = keys of `when`: language, media-type, status, path

error: "good" is not a status
 --> pipeline.toml:4:23
  |
4 | when = { lang = "fr", status = "good", path = "[" }
  |                       ^^^^^^
  = statuses: done, partial

error: `path` must be a pattern like "**/2019/*.pdf", not the string "["
 --> pipeline.toml:4:47
  |
4 | when = { lang = "fr", status = "good", path = "[" }
  |                                               ^^^
  = [: unclosed character class; missing ']'

note: `memory-mib` has no effect without `isolate = true`
 --> pipeline.toml:5:1
  |
5 | memory-mib = 512
  | ^^^^^^^^^^
  = memory can only be limited where the stage has a process of its own

error: `timeout-seconds` must be a whole number from 1 to 86400, not 0
 --> pipeline.toml:6:19
  |
6 | timeout-seconds = 0
  |                   ^

error: `optional` must be true or false, not the string "yes"
 --> pipeline.toml:7:12
  |
7 | optional = "yes"
  |            ^^^^^

error: `a` is already the name of another
  --> pipeline.toml:10:1
   |
10 | id = "a"
   | ^^
   = names are how reports, tests and `--stages` tell them apart
"#,
    );
}

#[test]
fn exports() {
    check(
        r#"
[[export]]
use = "jsonl"
workers = 3
[[export]]
use = "jsonl"
to = "out/reports.jsonl"
[[export]]
use = "jsonl"
to = "../reports.jsonl"
"#,
        r#"
error: `workers` means nothing in [[export]]
 --> pipeline.toml:3:1
  |
3 | workers = 3
  | ^^^^^^^
  = it is a key of [[stage]]; here: use, id, when

error: `jsonl` and `jsonl-2` write to the same place, out/reports.jsonl
 --> pipeline.toml:5:1
  |
5 | use = "jsonl"
  | ^^^^^^^^^^^^^
  = give one of them another `to`

error: `jsonl-3`: `../reports.jsonl` does not lie in the output folder
 --> pipeline.toml:9:1
  |
9 | to = "../reports.jsonl"
  | ^^^^^^^^^^^^^^^^^^^^^^^
  = give a path below it; `out` in [run], or `--out`, says where the folder is
"#,
    );
}

#[test]
fn tests() {
    check(
        r#"
[[test]]
name = "x"
stages = ["claen"]
text = 'x'
expect.block = 1
[[test]]
name = "y"
[[stage]]
use = "clean"
"#,
        r#"
error: no stage `claen` in this pipeline
 --> pipeline.toml:3:1
  |
3 | stages = ["claen"]
  | ^^^^^^ did you mean `clean`?
  = stages of this pipeline: ingest, clean

error: `block` is not a key of `expect`
 --> pipeline.toml:5:8
  |
5 | expect.block = 1
  |        ^^^^^ did you mean `blocks`?
  = keys of `expect`: blocks, contains, lacks, sections, title, language, notes, sentences, themes

error: this [[test]] has no text
 --> pipeline.toml:6:1
  |
6 | [[test]]
  | ^^^^^^^^
  = give it `text = '''…'''` or `file = "…"`

error: this [[test]] expects nothing
 --> pipeline.toml:6:1
  |
6 | [[test]]
  | ^^^^^^^^
  = say what must come out: expect.contains = "…", expect.blocks = 1
"#,
    );
}

#[test]
fn a_ten_line_file_is_enough() {
    let text = "
[[source]]
use = \"files\"
include = [\"archive/**/*.pdf\"]

[[stage]]
use = \"clean\"

[[export]]
use = \"jsonl\"
";
    let checked = parse(Path::new("a/pipeline.toml"), text, &toy::registry(), &Overrides::default()).verify();
    assert_eq!(checked.problems().render(false), "");
    let pipeline = checked.pipeline().unwrap();
    assert_eq!(pipeline.stage_ids(), ["ingest", "clean"]);
    assert_eq!(pipeline.out, Path::new("a/out"));
    assert_eq!(pipeline.set_aside, Path::new("a/out/set-aside"));
    assert_eq!(pipeline.name, "a");
}

#[test]
fn an_empty_file_lacks_everything() {
    let checked = parse(Path::new("pipeline.toml"), "", &toy::registry(), &Overrides::default());
    assert_eq!(
        checked.problems().render(false),
        "error: the pipeline has no [[source]]: no document would come in
 --> pipeline.toml
  = add a [[source]] table with `use`; sources: files

error: the pipeline has no [[export]]: nothing would come out
 --> pipeline.toml
  = add an [[export]] table with `use`; exports: jsonl
"
    );
}

#[test]
fn a_file_that_is_not_there() {
    let said = load(Path::new("nowhere/pipeline.toml"), &toy::registry(), &Overrides::default());
    let said = said.problems().render(false);
    assert!(said.starts_with("error: there is no file nowhere/pipeline.toml\n"), "{said}");
}

#[test]
fn any_text_is_answered() {
    for text in [
        "\u{feff}[run]\n",
        "=",
        "[[[",
        "a.b.c = 1\na = 2",
        "\0",
        "[[stage]]\nuse = \"\u{85}\"",
        "run = [[1]]",
    ] {
        let _problems = said(text);
    }
}

#[test]
fn a_file_that_breaks_off_anywhere_is_answered() {
    let whole = "[run]\nworkers = 'auto'\n[[stage]]\nuse = \"clean\"\nwords = ['a', 'é']\nlimits = { repairs = 3                  }\nwhen.language = ['fr']\n[[test]]\nname = 'x'\ntext = '''\ny\n'''\nexpect.blocks = 1\n";
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let _problems = said(&whole[..end]);
    }
    let _deep = said(&format!("a = {}", "[".repeat(100_000)));
}

#[test]
fn what_a_stage_says_of_a_value_is_shown_at_its_key() {
    let text = "[[stage]]\nuse = \"clean\"\nlist = \"lists/words.txt\"\n";
    let said = said(text);
    assert!(said.starts_with("error: `clean`: cannot read lists/words.txt: "), "{said}");
    assert!(said.contains("3 | list = \"lists/words.txt\"\n  | ^^^^^^^^^^^^^^^^^^^^^^^^\n"), "{said}");
    let optional = self::said(&format!("{text}optional = true\n"));
    assert!(optional.starts_with("warning: ") && optional.contains("= the stage is optional"), "{optional}");
}
