// opvang completion, man.
#include "services/cli/shell/context.h"
#include "services/cli/shell/help.h"

namespace opvang::cli {

absl::Status PrintCompletion(const Context& context) {
  context.streams.out << CompletionScript(context.Operand(1));
  return absl::OkStatus();
}

absl::Status PrintManual(const Context& context) {
  context.streams.out << Manual();
  return absl::OkStatus();
}

}  // namespace opvang::cli
