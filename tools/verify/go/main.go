// Command verify checks a log of Onewindow with the code of the Go checksum database, which shares
// nothing with ours.
//
//	verify DIR VKEY [SIZE:ROOT]...                     check a log, and that it goes on from heads
//	verify -proof FILE -entry FILE [-quorum K] VKEY [WITNESS]...
//
// It prints "ok SIZE ROOT" or "bad INDEX REASON": no entry before INDEX is bad; or "bad - REASON".
// With Debian's golang-go and golang-golang-x-mod-dev:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run ./tools/verify/go …
package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

// bad is a fault and the index of the first entry that it may concern; -1 concerns the whole.
type bad struct {
	index  int64
	reason string
}

func (b bad) Error() string { return b.reason }

// folder reads tiles. The library names them tile/8/L/N, tlog-tiles tile/L/N.
type folder string

func (f folder) Height() int                         { return 8 }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) (found [][]byte, err error) {
	for _, tile := range tiles {
		data, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (f folder) read(tile tlog.Tile) ([]byte, error) {
	path := func(t tlog.Tile) string {
		rest := strings.TrimPrefix(t.Path(), "tile/8/")
		return filepath.Join(string(f), "tile", strings.Replace(rest, "data/", "entries/", 1))
	}
	data, err := os.ReadFile(path(tile))
	if os.IsNotExist(err) { // the full tile may have taken the place of the partial one
		full := tile
		full.W = width
		data, err = os.ReadFile(path(full))
		if err == nil && tile.L >= 0 && len(data) > 32*tile.W {
			data = data[:32*tile.W]
		}
	}
	return data, err
}

func check(f folder, tree tlog.Tree, known []string) error {
	hashes := tlog.TileHashReader(tree, f)
	for first := int64(0); first < tree.N; first += width {
		count := tree.N - first
		if count > width {
			count = width
		}
		bundle, err := f.read(tlog.Tile{H: 8, L: -1, N: first / width, W: int(count)})
		if err != nil {
			return bad{first, err.Error()}
		}
		for index := first; index < first+count; index++ {
			want, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			if err != nil {
				return bad{first, err.Error()}
			}
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return bad{index, "the bundle ends"}
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:end]) != want[0] {
				return bad{index, "the entry is not the one that was signed"}
			}
			bundle = bundle[end:]
		}
		if len(bundle) > 0 && tree.N-first >= width {
			return bad{first + count, "the bundle holds too much"}
		}
	}
	for _, head := range known {
		parts := strings.SplitN(head, ":", 2)
		size, err := strconv.ParseInt(parts[0], 10, 64)
		root, err2 := tlog.ParseHash(parts[len(parts)-1])
		if err != nil || err2 != nil || size > tree.N {
			return bad{tree.N, "the log is shorter than it was"}
		}
		proof, err := tlog.ProveTree(tree.N, size, hashes)
		if err != nil || tlog.CheckTree(proof, tree.N, tree.Hash, size, root) != nil {
			return bad{0, "the log does not go on from " + head}
		}
	}
	return nil
}

func checkProof(file, entry, log string, witnesses []string, quorum int) (tlog.Tree, error) {
	data, err := os.ReadFile(file)
	record, err2 := os.ReadFile(entry)
	top, signed, cut := strings.Cut(string(data), "\n\n")
	lines := strings.Split(top, "\n")
	if err != nil || err2 != nil || !cut || lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 {
		return tlog.Tree{}, errors.New("no proof")
	}
	if strings.HasPrefix(lines[1], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return tlog.Tree{}, err
		}
		path = append(path, hash)
	}
	tree, err := open([]byte(signed), log, witnesses, quorum)
	if err != nil || index >= tree.N {
		return tree, bad{index, fmt.Sprint("no checkpoint of the entry: ", err)}
	}
	return tree, tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(record))
}

func run() (tree tlog.Tree, err error) {
	proof, entry := flag.String("proof", "", "a .tlog-proof file"), flag.String("entry", "", "its entry")
	quorum := flag.Int("quorum", 0, "how many witnesses")
	flag.Parse()
	given := flag.Args()
	if *proof != "" && len(given) > 0 {
		return checkProof(*proof, *entry, given[0], given[1:], *quorum)
	}
	if len(given) < 2 {
		return tree, errors.New("give a folder and a key")
	}
	data, err := os.ReadFile(filepath.Join(given[0], "checkpoint"))
	if err == nil {
		tree, err = open(data, given[1], nil, 0)
	}
	if err == nil {
		err = check(folder(given[0]), tree, given[2:])
	}
	return tree, err
}

func main() {
	tree, err := run()
	var fault bad
	switch {
	case err == nil:
		fmt.Println("ok", tree.N, tree.Hash)
	case errors.As(err, &fault) && fault.index >= 0:
		fmt.Println("bad", fault.index, fault.reason)
		os.Exit(1)
	default:
		fmt.Println("bad -", err)
		os.Exit(1)
	}
}
