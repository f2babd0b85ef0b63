//! The program under test: the shipped stages and no others.

fn main() -> std::process::ExitCode {
    rapporteur_cli::shipped().run()
}
