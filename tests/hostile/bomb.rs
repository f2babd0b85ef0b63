//! Bytes that unpack to a thousand times as many, made without packing as many.

use flate2::{Compress, Compression, Crc, FlushCompress};

const MIB: usize = 1 << 20;

/// So many MiB of one byte, deflated: one of them, packed up to a flush, is as good for all that follow.
pub(crate) fn deflated(byte: u8, mib: usize) -> Vec<u8> {
    let mut packed = Vec::with_capacity(MIB);
    let mut packer = Compress::new(Compression::best(), false);
    packer.compress_vec(&vec![byte; MIB], &mut packed, FlushCompress::Sync).unwrap();
    let mut whole = packed.repeat(mib);
    // An empty last block.
    whole.extend_from_slice(&[3, 0]);
    whole
}

/// The same with the head and the sum of zlib, as PDF has it.
pub(crate) fn zlib(byte: u8, mib: usize) -> Vec<u8> {
    const PRIME: u128 = 65_521;
    let (length, byte_sum) = ((mib * MIB) as u128, u128::from(byte));
    let low = (1 + length * byte_sum) % PRIME;
    let high = (length + byte_sum * (length * (length + 1) / 2)) % PRIME;
    let sum = u32::try_from(high << 16 | low).unwrap();
    [&[0x78, 0xDA], deflated(byte, mib).as_slice(), &sum.to_be_bytes()].concat()
}

/// The same with the head and the end of gzip.
pub(crate) fn gzip(byte: u8, mib: usize) -> Vec<u8> {
    let length = u32::try_from(mib * MIB % (1 << 32)).unwrap();
    let head = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
    [&head, deflated(byte, mib).as_slice(), &crc(byte, mib).to_le_bytes(), &length.to_le_bytes()].concat()
}

/// The sum of so many MiB of one byte, as ZIP and gzip count it.
pub(crate) fn crc(byte: u8, mib: usize) -> u32 {
    let mut one = Crc::new();
    one.update(&vec![byte; MIB]);
    let mut sum = Crc::new();
    (0..mib).for_each(|_| sum.combine(&one));
    sum.sum()
}

#[test]
fn a_bomb_is_what_it_says() {
    use std::io::Read;
    let mut out = Vec::new();
    flate2::read::ZlibDecoder::new(zlib(b' ', 3).as_slice()).read_to_end(&mut out).unwrap();
    assert!(out == vec![b' '; 3 * MIB]);
    out.clear();
    flate2::read::GzDecoder::new(gzip(b'a', 5).as_slice()).read_to_end(&mut out).unwrap();
    assert!(out == vec![b'a'; 5 * MIB]);
}
