//! A message as bytes: four for its length, the lowest first, then MessagePack.

use std::io::{self, Read};

use rapporteur_stage::StageError;
use serde::{Serialize, de::DeserializeOwned};

/// Bytes of the length.
const HEAD: usize = 4;
/// The longest message. More is refused before it is sent, and not read when it comes.
const LONGEST: u32 = 1 << 30;

/// The frame of a message.
pub(super) fn to_bytes<T: Serialize>(message: &T) -> Result<Vec<u8>, StageError> {
    let mut bytes = vec![0; HEAD];
    rmp_serde::encode::write_named(&mut bytes, message)
        .map_err(|e| StageError::new("the document could not be packed for another process").because(e))?;
    let length = u32::try_from(bytes.len() - HEAD).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| {
        StageError::new(format!("the document takes {} MiB, more than can be sent", bytes.len() >> 20))
            .hint("take `isolate` out of the stage, or split the file")
    })?;
    if let Some(head) = bytes.first_chunk_mut::<HEAD>() {
        *head = length.to_le_bytes();
    }
    Ok(bytes)
}

/// The next message; `None` at the end, also in the middle of a frame, since only a broken process leaves one.
pub(super) fn read<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    let mut head = [0; HEAD];
    if let Err(e) = input.read_exact(&mut head) {
        return if e.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(e) };
    }
    let length = u32::from_le_bytes(head);
    if length > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "this is no frame"));
    }
    // Room is taken as bytes come: a length alone costs nothing.
    let mut bytes = Vec::new();
    let got = input.by_ref().take(length.into()).read_to_end(&mut bytes)?;
    if got < length as usize {
        return Ok(None);
    }
    rmp_serde::from_slice(&bytes).map(Some).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_one_another() {
        let mut bytes = to_bytes(&"one").unwrap();
        bytes.extend(to_bytes(&"two").unwrap());
        let mut input = bytes.as_slice();
        assert_eq!(read::<String>(&mut input).unwrap().as_deref(), Some("one"));
        assert_eq!(read::<String>(&mut input).unwrap().as_deref(), Some("two"));
        assert_eq!(read::<String>(&mut input).unwrap(), None);
        for cut in 1..bytes.len() / 2 {
            assert_eq!(read::<String>(&mut &bytes[..cut]).unwrap(), None, "a half frame is an end");
        }
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        assert!(read::<String>(&mut b"\xff\xff\xff\xffgarbage".as_slice()).is_err());
        assert!(read::<String>(&mut b"\x01\0\0\0\xc1".as_slice()).is_err());
    }
}
