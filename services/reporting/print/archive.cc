#include "services/reporting/print/archive.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "common/sheet/workbook.h"
#include "common/sheet/zip_writer.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/print/csv.h"
#include "services/reporting/print/workbook.h"

namespace opvang::reporting {
namespace {

namespace pb = ::nl::opvang::reporting::v1;

std::string ReadMe(const pb::Report& report, const Document& document,
                   bool has_pdf) {
  return absl::StrCat(
      document.title, ", ", document.scope, "\n", document.subtitle, "\n",
      document.addressee, "\n\n", document.footer, "\n\n",
      "verslag.html   het verslag als pagina, in elke browser te lezen\n",
      has_pdf ? "verslag.pdf    dezelfde pagina op papier\n" : "",
      "verslag.ods    de tabellen als rekenblad\n"
      "tabellen/      de tabellen als CSV; cijfers.csv noemt elk getal met de\n"
      "               naam waaronder het te openen is\n"
      "inhoud.json    de inhoud zoals verzegeld\n"
      "verslag.json   wat eromheen staat: naam, versie, zegel, peildatum,\n"
      "               telregels, en van elke bron de gelezen revisie\n"
      "regels.txt     hoe er is geteld\n"
      "SHA256SUMS     controleren: sha256sum -c SHA256SUMS\n\n",
      report.edition() == pb::EDITION_PUBLIC
          ? "Dit is de openbare uitgave: namen en adressen van beschermde "
            "locaties zijn weggelaten.\nDe SHA-256 van de inhoud is die van de "
            "verzegelde, volledige uitgave.\n"
          : "De SHA-256 van inhoud.json is die van de inhoud.\n",
      "Het zegel is de SHA-256 over naam, versie, SHA-256 van de inhoud en "
      "zegel\nvan de versie ervoor (leeg van de eerste), met regeleinden "
      "ertussen.\n");
}

std::string RulesOf(const pb::ReportContent& content) {
  std::string rules = absl::StrCat(content.spec().rule_set(), "\n\n");
  for (const std::string& rule : content.rules()) {
    absl::StrAppend(&rules, rule, "\n");
  }
  return rules;
}

}  // namespace

absl::StatusOr<std::string> PrintArchive(const pb::Report& report,
                                         const std::string& json,
                                         const Document& document,
                                         const std::string& html,
                                         const std::string& pdf) {
  pb::Report around = report;
  around.clear_content();
  ASSIGN_OR_RETURN(std::string head, ToJson(around));
  ASSIGN_OR_RETURN(std::string workbook,
                   sheet::WriteOds(MakeWorkbook(document)));
  std::vector<sheet::ZipPart> parts = {
      {.name = "LEESMIJ.txt", .bytes = ReadMe(report, document, !pdf.empty())},
      {.name = "verslag.html", .bytes = html}};
  if (!pdf.empty()) parts.push_back({.name = "verslag.pdf", .bytes = pdf});
  parts.push_back({.name = "verslag.ods", .bytes = std::move(workbook)});
  parts.push_back({.name = "inhoud.json", .bytes = json});
  parts.push_back({.name = "verslag.json", .bytes = std::move(head)});
  parts.push_back({.name = "regels.txt", .bytes = RulesOf(report.content())});
  for (sheet::ZipPart& table : PrintCsv(document)) {
    table.name = absl::StrCat("tabellen/", table.name);
    parts.push_back(std::move(table));
  }
  std::string sums;
  for (const sheet::ZipPart& part : parts) {
    absl::StrAppend(&sums, Sha256(part.bytes), "  ", part.name, "\n");
  }
  parts.push_back({.name = "SHA256SUMS", .bytes = std::move(sums)});
  return sheet::Zip(parts);
}

}  // namespace opvang::reporting
