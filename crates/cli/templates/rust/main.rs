//! The program `rapporteur` with one stage more: `house-terms`.

fn main() -> std::process::ExitCode {
    rapporteur_cli::shipped().stages(house_terms::register).run()
}
