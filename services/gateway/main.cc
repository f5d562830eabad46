// opvang-gateway: the four contracts as JSON over HTTP.
#include "services/gateway/run_gateway.h"

int main(int argc, char** argv) {
  return opvang::gateway::RunGateway(argc, argv);
}
