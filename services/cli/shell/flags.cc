#include "services/cli/shell/flags.h"

namespace opvang::cli {

const std::vector<Flag>& CommonFlags() {
  static const auto* const kFlags = new std::vector<Flag>{
      {"config", ValueKind::kFile, "regels NAAM=WAARDE; ook $OPVANG_CONFIG"},
      {"quotas", ValueKind::kText, "het adres van quotas; ook $OPVANG_QUOTAS"},
      {"locations", ValueKind::kText, "dat van locations"},
      {"housing", ValueKind::kText, "dat van housing"},
      {"reporting", ValueKind::kText, "dat van reporting"},
      {"certificates", ValueKind::kFolder,
       "ca.pem, cert.pem, key.pem; zonder: alleen loopback"},
      {"actor", ValueKind::kText,
       "pseudoniem van wie dit doet, nooit een naam; ook $OPVANG_ACTOR"},
      {"actor-key", ValueKind::kFile,
       "sleutel die dat bewijst; anders actor.key bij --certificates"},
      {"output", ValueKind::kChoice, "hoe het op stdout komt",
       "table|json|csv"},
      {"version", ValueKind::kSwitch, "zegt welke versie dit is"},
      {"help", ValueKind::kSwitch, "toont dit, met een voorbeeld"}};
  return *kFlags;
}

}  // namespace opvang::cli
