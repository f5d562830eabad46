# What the programs of this folder share. Sourced, from the root.
googleapis=/usr/share/gocode/src/github.com/gogo/googleapis
# The contract for Python, in a folder.
contract_for_python() {  # folder
  protoc -Iproto -I"$googleapis" --python_out="$1" --grpc_out="$1" \
    --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" \
    proto/nl/opvang/*/v1/*.proto "$googleapis"/google/type/date.proto \
    "$googleapis"/google/rpc/{status,error_details}.proto
}
