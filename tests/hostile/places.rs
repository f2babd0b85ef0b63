//! Things in the folder of an archive that are no plain files, and names that no one would give.

use std::{ffi::OsStr, fs, os::unix, path::Path, process::Command};

use crate::folder::{Folder, Must, WORDS};

pub(crate) fn make(into: &mut Folder) {
    links(into);
    names(into);
    unreadable(into);
}

fn links(into: &mut Folder) {
    let link = |to: &Path, name: &str, into: &mut Folder| {
        let path = into.place(name);
        unix::fs::symlink(to, &path).unwrap();
        into.is_there(path, Must::BePassedOver);
    };
    link(Path::new("loop-b.txt"), "loop-a.txt", into);
    link(Path::new("loop-a.txt"), "loop-b.txt", into);
    link(Path::new("nowhere.txt"), "dangling.txt", into);
    link(Path::new("."), "folder-in-itself", into);
    link(Path::new(".."), "folder-above.txt", into);
    link(Path::new("/dev/zero"), "zero.txt", into);
    link(Path::new("/dev/stdin"), "input.txt", into);
    let pipe = into.place("pipe.txt");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        into.is_there(pipe, Must::BePassedOver);
    } else {
        println!("skipped: a pipe among the files, as there is no mkfifo");
    }
    let socket = into.place("socket.txt");
    let _listener = unix::net::UnixListener::bind(&socket).unwrap();
    into.is_there(socket, Must::BePassedOver);
    let folder = into.place("folder.pdf");
    fs::create_dir(&folder).unwrap();
    into.is_there(folder, Must::BePassedOver);
}

fn names(into: &mut Folder) {
    use unix::ffi::OsStrExt;
    let long = format!("{}.txt", "n".repeat(251));
    for name in [
        b"line\nend.txt".as_slice(),
        b"\xff\xfe invalid.txt",
        b"bell\x07 and \x1b[31mred\x1b[0m.txt",
        "turned\u{202e}txt.txt".as_bytes(),
        b" .txt",
        b"-rf.txt",
        b"$(reboot);`reboot`.txt",
        b"{stem}{id}.txt",
        b"quote\"<b>&amp;'.txt",
        b"back\\slash.txt",
        b"UPPER.TXT",
        b"upper.txt",
        b"*.txt",
        long.as_bytes(),
    ] {
        let path = into.place(OsStr::from_bytes(name));
        fs::write(&path, WORDS).unwrap();
        into.is_there(path, Must::Give);
    }
    let nameless = into.place(OsStr::from_bytes(b"\xff\xfe nothing.pdf"));
    fs::write(&nameless, "").unwrap();
    into.is_there(nameless, Must::Fail);
    let mut deep = into.place("deep");
    for _ in 0..100 {
        deep.push("folder");
    }
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("bottom.txt"), WORDS).unwrap();
    into.is_there(deep.join("bottom.txt"), Must::Give);
}

fn unreadable(into: &mut Folder) {
    use unix::fs::PermissionsExt;
    let closed = into.place("closed.txt");
    fs::write(&closed, WORDS).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let folder = into.place("closed");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&closed).is_ok() {
        println!("skipped: a file and a folder that may not be read, as root may read all");
        fs::remove_file(&closed).unwrap();
        fs::remove_dir(&folder).unwrap();
        return;
    }
    into.is_there(closed, Must::Fail);
}
