#!/usr/bin/env bash
# COA's calls by hand, with buf (https://buf.build) and nothing generated.
#   coa.sh LOCATIONS HOUSING CERTIFICATES
set -euo pipefail
locations=$1 housing=$2 certificates=$3
call() {  # address, method; messages on stdin
  buf curl --protocol grpc --cacert "$certificates/ca.pem" \
    --cert "$certificates/cert.pem" --key "$certificates/key.pem" \
    -d @- "https://$1/$2"
}

# A stream is one message after another: the header, then rows in parts. Sent
# again under the same request id it is kept once.
call "$housing" nl.opvang.housing.v1.HousingService/DeliverPlacements <<'JSON'
{"header": {"parent": "countries/nl", "rowCount": 2,
            "requestId": "6f1c2a54-1b7e-4c61-9d0e-2f4b8a7c0d11"}}
{"rows": {"firstRowNumber": 1, "rows": [
  {"name": "municipalities/gm0193/placements/coa-curl-1", "kind": "home",
   "placementDate": {"year": 2025, "month": 3, "day": 3}, "personCount": 2,
   "source": "illustrative: voorbeeld"},
  {"name": "municipalities/gm0166/placements/coa-curl-1", "kind": "home",
   "placementDate": {"year": 2025, "month": 3, "day": 4}, "personCount": 3,
   "source": "illustrative: voorbeeld"}]}}
JSON

# Which places count, and why the others do not.
call "$locations" nl.opvang.locations.v1.LocationService/ListCoverage <<'JSON'
{"parent": "municipalities/gm0193", "ruleSet": "cycle-2024",
 "windowStartDate": {"year": 2025, "month": 7, "day": 1},
 "windowEndDate": {"year": 2026, "month": 2, "day": 1},
 "realisationStartDate": {"year": 2024, "month": 10, "day": 1},
 "realisationEndDate": {"year": 2025, "month": 7, "day": 2},
 "asOfDate": {"year": 2024, "month": 10, "day": 31}}
JSON
