#!/bin/sh
# Makes the two shipped fonts from Debian's fonts-noto-cjk. Needs fonttools (pip install fonttools).
# Run it anywhere; it writes beside itself. See README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=${NOTO_DIR:-/usr/share/fonts/opentype/noto}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 "$here/characters.py" "$here/../../.." "$work"

# Face 2 of the collection is Noto Serif CJK SC. `locl` for ZHH keeps the glyph shapes and the
# centred punctuation that readers of traditional Chinese are used to.
subset() { # weight, character list, output
    pyftsubset "$source/NotoSerifCJK-$1.ttc" \
        --font-number=2 --unicodes-file="$2" --output-file="$3" \
        --layout-features=ccmp,locl,kern,liga,calt \
        --layout-scripts=DFLT.dflt,latn.dflt,hani.dflt,hani.ZHS,hani.ZHH \
        --name-IDs='0,1,2,3,4,5,6,13,14,16,17' --name-languages=0x409 \
        --no-hinting --notdef-outline --no-recalc-timestamp \
        --drop-tables+=BASE,VORG,vhea,vmtx,DSIG
}
subset Regular "$work/regular.txt" "$here/NotoSerifCJKsc-Regular.subset.otf"
subset Bold "$work/bold.txt" "$here/NotoSerifCJKsc-Bold.subset.otf"
ls -l "$here"/*.otf
