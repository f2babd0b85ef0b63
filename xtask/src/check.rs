//! `cargo xtask check`: all that continuous integration asks for. If it passes at home it passes there.

use std::{io, process::ExitCode, time::Instant};

use crate::cargo::{cargo, run};

/// Runs all steps; stops at the first that fails.
pub(crate) fn check() -> io::Result<()> {
    let start = Instant::now();
    step("format", &["fmt", "--all", "--check"])?;
    step("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    step("tests", &["test", "--workspace", "--quiet"])?;
    println!("── documentation");
    run(cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    println!("── generated files");
    crate::docs::docs(true)?;
    if crate::samples::run(&["--check"]) != ExitCode::SUCCESS {
        return Err(io::Error::other("the samples are not current"));
    }
    println!("── public interface");
    crate::api::api(true)?;
    println!("── projects outside the workspace");
    crate::outside::outside()?;
    println!("check: all passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn step(name: &str, args: &[&str]) -> io::Result<()> {
    println!("── {name}");
    run(&mut cargo(args))
}
