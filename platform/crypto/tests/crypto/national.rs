//! Published vectors of the national suite.

use crypto::{CryptoError, National, PublicKey, SecretKey, SigningKey, Suite, SuiteId};
use sm4::{
    Sm4,
    cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit},
};

use crate::tools::{hex, hex32};

/// The order of the curve (GB/T 32918.5).
const ORDER: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";

/// GB/T 32905-2016, annex A.
#[test]
fn sm3_of_gb_t_32905() {
    let abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    assert_eq!(National.hash(&[b"abc"]), hex32(abc));
    assert_eq!(National.hash(&[b"ab", b"", b"c"]), hex32(abc));
    let long = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
    assert_eq!(National.hash(&["abcd".repeat(16).as_bytes()]), hex32(long));
}

/// GB/T 32907-2016, annex A: one block, and the block encrypted a million times.
#[test]
fn sm4_of_gb_t_32907() {
    let text = hex("0123456789abcdeffedcba9876543210");
    let cipher = Sm4::new_from_slice(&text).unwrap();
    let plain = Block::<Sm4>::try_from(text.as_slice()).unwrap();
    let mut block = plain;
    cipher.encrypt_block(&mut block);
    assert_eq!(block.as_slice(), hex("681edf34d206965e86b3e94f536e4246"));
    cipher.decrypt_block(&mut block);
    assert_eq!(block, plain);
    for _ in 0..1_000_000 {
        cipher.encrypt_block(&mut block);
    }
    assert_eq!(block.as_slice(), hex("595298c7c6fd271f0402f804c33d3f66"));
}

/// RFC 8998, appendix A.1.
#[test]
fn sm4_gcm_of_rfc_8998() {
    let mut key = [0xff; 32];
    key[..16].copy_from_slice(&hex("0123456789abcdeffedcba9876543210"));
    let nonce = hex("00001234567800000000abcd").try_into().unwrap();
    let associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let plain = hex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd
         eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
    let sealed = hex("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735
         d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d
         83de3541e4c2b58177e065a9bf7b62ec");
    assert_eq!(National.encrypt(&key, &nonce, &associated, &plain), Ok(sealed.clone()));
    assert_eq!(National.decrypt(&key, &nonce, &associated, &sealed), Ok(plain));
}

/// GM/T 0003.5-2012, GB/T 32918.5-2017, annex A: the standard user id and a fixed k. Signatures
/// here choose their own k, so the published one is checked.
#[test]
fn sm2_of_gm_t_0003_5() {
    let secret = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
    let public = hex("04 09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020
            ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    let signature = hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3
         b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    let key = SigningKey::new(&SecretKey::new(SuiteId::National, hex32(secret))).unwrap();
    assert_eq!(key.public_key().as_bytes(), public);
    assert_eq!(National.verify(&public, b"message digest", &signature), Ok(()));
    assert_eq!(National.verify(&public, b"message", &signature), Err(CryptoError::Forged));
    let made = key.sign(b"message digest").unwrap();
    assert_ne!(made.as_bytes().as_slice(), signature);
    assert_eq!(key.public_key().verify(b"message digest", &made), Ok(()));
    assert_eq!(made, key.sign(b"message digest").unwrap());
}

/// 0, n - 1, n and more are no secrets; 1 and n - 2 are the first and the last.
#[test]
fn secrets_outside_the_range_are_refused() {
    let order = hex32(ORDER);
    let less = |by: u8| {
        let mut number = order;
        number[31] -= by;
        number
    };
    let mut one = [0; 32];
    one[31] = 1;
    let key = |bytes| SigningKey::new(&SecretKey::new(SuiteId::National, bytes));
    for bytes in [[0; 32], less(1), less(0), [0xff; 32]] {
        assert_eq!(key(bytes).err(), Some(CryptoError::BadKey(SuiteId::National)));
    }
    for bytes in [one, less(2)] {
        let key = key(bytes).unwrap();
        let signature = key.sign(b"first and last").unwrap();
        assert_eq!(key.public_key().verify(b"first and last", &signature), Ok(()));
    }
}

/// r or s of zero, or of the order and more, fit nothing.
#[test]
fn signatures_outside_the_range_are_refused() {
    let key = SigningKey::new(&SecretKey::new(SuiteId::National, [3; 32])).unwrap();
    let public = key.public_key().as_bytes();
    let genuine = *key.sign(b"range").unwrap().as_bytes();
    for number in [[0; 32], hex32(ORDER), [0xff; 32]] {
        for half in [0, 32] {
            let mut changed = genuine;
            changed[half..half + 32].copy_from_slice(&number);
            assert_eq!(National.verify(public, b"range", &changed), Err(CryptoError::Forged));
        }
    }
    assert_eq!(National.verify(public, b"range", &genuine[..63]), Err(CryptoError::Forged));
}

/// One key, one encoding: compressed points, points off the curve and infinity are refused.
#[test]
fn other_encodings_of_a_public_key_are_refused() {
    let key = SigningKey::new(&SecretKey::new(SuiteId::National, [3; 32])).unwrap();
    let public = key.public_key().as_bytes();
    let parity = 2 + (public[64] & 1);
    let compressed = [&[parity], &public[1..33]].concat();
    let mut compact = public.to_vec();
    compact[0] = 5;
    let mut off_the_curve = public.to_vec();
    off_the_curve[64] ^= 1;
    for bytes in [compressed, compact, off_the_curve, vec![0], Vec::new()] {
        let refused = Err(CryptoError::BadKey(SuiteId::National));
        assert_eq!(PublicKey::new(SuiteId::National, &bytes), refused);
    }
}
