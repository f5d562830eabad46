# The contract for Python, in a folder. Sourced, from the root.
contract_for_python() {  # folder
  find proto -name '*.proto' -exec protoc -Iproto --python_out="$1" \
    --grpc_out="$1" --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" {} +
}
