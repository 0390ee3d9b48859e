package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// witness checks timestamped cosignatures (C2SP tlog-cosignature), which the library does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), text...), sig[8:])
}

func parseWitness(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("no key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("no key of a witness")
	}
	hash := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	return witness{parts[0], binary.BigEndian.Uint32(hash[:]), key[1:]}, nil
}

// open checks the signatures of a checkpoint and returns its tree.
func open(data []byte, log string, witnesses []string, quorum int) (tlog.Tree, error) {
	first, err := note.NewVerifier(log)
	if err != nil {
		return tlog.Tree{}, err
	}
	verifiers := []note.Verifier{first}
	for _, vkey := range witnesses {
		next, err := parseWitness(vkey)
		if err != nil {
			return tlog.Tree{}, err
		}
		verifiers = append(verifiers, next)
	}
	opened, err := note.Open(data, note.VerifierList(verifiers...))
	if err != nil {
		return tlog.Tree{}, err
	}
	byLog, byWitnesses := false, 0
	for _, sig := range opened.Sigs {
		if sig.Name == first.Name() && sig.Hash == first.KeyHash() {
			byLog = true
		} else {
			byWitnesses++
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != first.Name() || !byLog || byWitnesses < quorum {
		return tlog.Tree{}, errors.New("the checkpoint is not signed as it should be")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: hash}, err
}
