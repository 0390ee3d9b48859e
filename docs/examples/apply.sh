#!/usr/bin/env bash
# Applies for a food-business licence with curl alone, against a running demonstration:
#   onewindow demo &   then   docs/examples/apply.sh [BASE] [IDENTITY NUMBER]
set -euo pipefail
base=${1:-http://127.0.0.1:8080}
login=${2:-710000198804161226}
api=$base/api/v1

field() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
new_key() { cat /proc/sys/kernel/random/uuid; }

token=$(curl -sf "$api/session" -H 'Content-Type: application/json' \
    -d "{\"login\": \"$login\", \"password\": \"onewindow\"}" | field token)
call() { curl -sf -H "Authorization: Bearer $token" -H "Idempotency-Key: $(new_key)" "$@"; }

application=$(call "$api/applications" -H 'Content-Type: application/json' -d '{
    "service": "food-business-licence",
    "situation": {"trade": "restaurant", "cold_dishes": "no"},
    "answers": {
        "operator_name": "榕荫小馆", "credit_code": "91980102MA98RY019R", "manager": "陈雨禾",
        "contact_mobile": "19900000001", "address": "榕城市鼓台区东街 18 号一层",
        "area": "80", "seats": "24"
    }}' | field id)
echo "application $application"

printf '%%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%%%EOF' >"${TMPDIR:-/tmp}/plan.pdf"
for requirement in business-licence layout-plan; do
    call "$api/applications/$application/materials/$requirement" \
        -H 'Content-Type: application/octet-stream' \
        --data-binary "@${TMPDIR:-/tmp}/plan.pdf" >/dev/null
done

# The same key twice is one case.
key=$(new_key)
for _ in once again; do
    curl -sf -X POST "$api/applications/$application/submit" \
        -H "Authorization: Bearer $token" -H "Idempotency-Key: $key"
    echo
done
