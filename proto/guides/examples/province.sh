#!/usr/bin/env bash
# A province's calls by hand, with buf (https://buf.build) and nothing generated.
#   province.sh REPORTING CERTIFICATES REPORT
set -euo pipefail
reporting=$1 certificates=$2 report=$3
call() {  # method, message
  buf curl --protocol grpc --cacert "$certificates/ca.pem" \
    --cert "$certificates/cert.pem" --key "$certificates/key.pem" \
    -d "$2" "https://$reporting/nl.opvang.reporting.v1.ReportingService/$1"
}

call ListReports '{"parent": "provinces/pv23", "pageSize": 10}'
call GetStanding "{\"name\": \"$report\"}"
call ExplainFigure "{\"name\": \"$report\",
  \"figure\": \"provinces/pv23#asylum.guaranteed_place_count\"}"
call VerifyReport "{\"name\": \"$report\", \"remake\": true}"
