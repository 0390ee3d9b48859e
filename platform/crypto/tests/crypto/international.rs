//! Published vectors of the international suite.

use crypto::{CryptoError, International, PublicKey, SecretKey, SigningKey, Suite, SuiteId};

use crate::tools::{hex, hex32};

#[test]
fn sha_256_of_fips_180() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(International.hash(&[b"abc"]), hex32(abc));
    assert_eq!(International.hash(&[b"a", b"", b"bc"]), hex32(abc));
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(International.hash(&[]), hex32(empty));
}

#[test]
fn hmac_sha_256_of_rfc_4231() {
    let cases: [(&[u8], &[u8], &str); 3] = [
        (
            &[0x0b; 20],
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ];
    for (key, message, expected) in cases {
        assert_eq!(International.keyed_hash(key, &[message]), hex32(expected));
        assert!(International.is_keyed_hash(key, &[message], &hex(expected)));
        assert!(!International.is_keyed_hash(key, &[message], &hex(expected)[..31]));
    }
}

/// The first block of each output, which is what a key here is.
#[test]
fn hkdf_sha_256_of_rfc_5869() {
    let up = |from: u8, to: u8| (from..=to).collect::<Vec<_>>();
    let cases = [
        (
            vec![0x0b; 22],
            up(0x00, 0x0c),
            up(0xf0, 0xf9),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
        ),
        (
            up(0x00, 0x4f),
            up(0x60, 0xaf),
            up(0xb0, 0xff),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c",
        ),
        (
            vec![0x0b; 22],
            Vec::new(),
            Vec::new(),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
        ),
    ];
    for (secret, salt, info, expected) in cases {
        assert_eq!(International.derive(&secret, &salt, &info), hex32(expected));
    }
}

/// Cases 13, 14 and 16 of the GCM specification that NIST SP 800-38D rests on.
#[test]
fn aes_256_gcm_of_the_specification() {
    let long_key = "feffe9928665731c6d6a8f9467308308".repeat(2);
    let zeros = "00".repeat(32);
    let cases = [
        (zeros.as_str(), "00".repeat(12), "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
        (
            zeros.as_str(),
            "00".repeat(12),
            "",
            "00000000000000000000000000000000",
            "cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919",
        ),
        (
            long_key.as_str(),
            "cafebabefacedbaddecaf888".to_owned(),
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
             1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
             76fc6ece0f4e1768cddf8853bb2d551b",
        ),
    ];
    for (key, nonce, associated, plain, sealed) in cases {
        let (key, nonce) = (hex32(key), hex(&nonce).try_into().unwrap());
        let (associated, plain, sealed) = (hex(associated), hex(plain), hex(sealed));
        assert_eq!(International.encrypt(&key, &nonce, &associated, &plain), Ok(sealed.clone()));
        assert_eq!(International.decrypt(&key, &nonce, &associated, &sealed), Ok(plain));
    }
}

/// Section 7.1, tests 1 to 3.
#[test]
fn ed25519_of_rfc_8032() {
    let cases = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
             5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
             18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ];
    for (secret, public, message, signature) in cases {
        let key = SecretKey::new(SuiteId::International, hex32(secret));
        let key = SigningKey::new(&key).unwrap();
        assert_eq!(key.public_key().as_bytes(), hex(public));
        let made = key.sign(&hex(message)).unwrap();
        assert_eq!(made.as_bytes().as_slice(), hex(signature));
        assert_eq!(key.public_key().verify(&hex(message), &made), Ok(()));
    }
}

/// A point of small order would let one signature fit many messages.
#[test]
fn a_weak_public_key_is_refused() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let bad = Err(CryptoError::BadKey(SuiteId::International));
    assert_eq!(PublicKey::new(SuiteId::International, &neutral), bad);
    assert_eq!(PublicKey::new(SuiteId::International, &[0; 32]), bad);
    assert_eq!(PublicKey::new(SuiteId::International, &[1; 31]), bad);
}
