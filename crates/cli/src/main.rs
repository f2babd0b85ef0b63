//! The program `rapporteur`, with the stages it ships with.

fn main() -> std::process::ExitCode {
    rapporteur_cli::shipped().run()
}
