//! No crate asks the system for a socket, but where the house says so.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Names of the standard library by which sockets are had.
const SOCKETS: &[&str] = &[
    "std::net",
    "net::Tcp",
    "net::Udp",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "UnixStream",
    "UnixListener",
    "UnixDatagram",
];

/// Those that may: `abstract` where a pipeline file says so, and the port for metrics where the command line does. Folders
/// and files under `crates`.
const MAY: &[&str] = &["abstract", "cli/src/standing/port.rs"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_crate_asks_for_a_socket() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let (mut seen, mut asks) = (0, Vec::new());
    for folder in fs::read_dir(&crates).unwrap().map(|e| e.unwrap().path()) {
        let mut found = Vec::new();
        sources(&folder.join("src"), &mut found);
        seen += found.len();
        for path in found {
            let text = fs::read_to_string(&path).unwrap();
            let asked: Vec<&&str> = SOCKETS.iter().filter(|name| text.contains(**name)).collect();
            let inside = path.strip_prefix(&crates).unwrap();
            if !asked.is_empty() && !MAY.iter().any(|may| inside.starts_with(may)) {
                asks.push(format!("{}: {asked:?}", path.display()));
            }
        }
    }
    assert!(seen > 100, "only {seen} files were looked at");
    assert!(asks.is_empty(), "{}", asks.join("\n"));
}
