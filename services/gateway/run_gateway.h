// The program: settings, certificates, serving, an orderly end.
#ifndef OPVANG_SERVICES_GATEWAY_RUN_GATEWAY_H_
#define OPVANG_SERVICES_GATEWAY_RUN_GATEWAY_H_

namespace opvang::gateway {

// Serves until SIGTERM. Answers the exit status: 0 after a clean stop, 2 for a
// fault of the flags, 1 for anything else, each fault with one clear line.
int RunGateway(int argc, char** argv);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_RUN_GATEWAY_H_
