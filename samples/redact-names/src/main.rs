//! The program `rapporteur` with one stage more: `redact-names`.

fn main() -> std::process::ExitCode {
    rapporteur_cli::shipped().stages(redact_names::register).run()
}
