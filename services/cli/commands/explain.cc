// opvang report explain, compare, findings, explain-finding.
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;
using ReportStub = r::ReportingService::Stub;

constexpr int kDepthUsual = 3;

std::string Value(const r::FigureExplanation& figure) {
  return figure.has_whole_count()
             ? absl::StrCat(figure.count(), " van ", figure.whole_count())
             : absl::StrCat(figure.count());
}

// Opens one figure, and what it is made of down to `depth` layers below.
absl::Status AddFigure(const Context& context, const std::string& name,
                       int layer, int depth, TextTable& table) {
  r::ExplainFigureRequest request;
  request.set_name(context.Operand(2));
  request.set_figure(name);
  ASSIGN_OR_RETURN(
      const r::FigureExplanation figure,
      Ask(*context.services.reporting, &ReportStub::ExplainFigure, request));
  // For people the tree is seen; programs read the layer.
  const bool seen = context.arguments.Flag("output", "table") == "table";
  const auto add = [&](int at, const std::string& what,
                       const std::string& label, const std::string& count,
                       const std::string& unit, const std::string& from,
                       const std::string& source) {
    table.rows.push_back(
        {absl::StrCat(at), what,
         absl::StrCat(seen ? std::string(2 * at, ' ') : "", label), count, unit,
         from, source});
  };
  add(layer, "figure", figure.label(), Value(figure), figure.unit(),
      figure.figure(),
      absl::StrCat(figure.rule_sentence(),
                   figure.legal_basis().empty() ? "" : " ",
                   figure.legal_basis()));
  for (const auto& fact : figure.facts()) {
    add(layer + 1, "fact", fact.statement(),
        Shown(fact.has_count(), fact.count()), "",
        absl::StrCat(fact.resource(), " (", fact.service(), " r",
                     fact.revision(), fact.organisation().empty() ? "" : ", ",
                     fact.organisation(), fact.has_record_time() ? ", " : "",
                     ShownInstant(fact.has_record_time(), fact.record_time()),
                     ")"),
        fact.source());
  }
  for (const auto& part : figure.parts()) {
    if (!part.figure().empty() && layer + 1 < depth) {
      RETURN_IF_ERROR(
          AddFigure(context, part.figure(), layer + 1, depth, table));
      continue;
    }
    add(layer + 1, "part", part.label(), absl::StrCat(part.count()),
        figure.unit(), part.figure(), "");
  }
  return absl::OkStatus();
}

void AddDifference(const r::FigureDifference& one, TextTable& table) {
  const auto add = [&](const r::FigureDifference::Part& part,
                       const std::string& count, const std::string& record,
                       const std::string& name, const std::string& changes,
                       const std::string& source) {
    table.rows.push_back({one.subject(), one.display_name(), one.metric(),
                          Shown(one.has_from_count(), one.from_count()),
                          Shown(one.has_to_count(), one.to_count()),
                          absl::StrCat(one.difference_count()),
                          TypedWord(part.cause()), count, record, name, changes,
                          source});
  };
  for (const auto& part : one.parts()) {
    for (const auto& record : part.records()) {
      add(part, absl::StrCat(record.count()), record.resource(),
          record.display_name(), absl::StrJoin(record.changes(), "; "),
          absl::StrJoin(record.sources(), " | "));
    }
    if (part.records().empty()) {
      add(part, absl::StrCat(part.count()), "", "", "", "");
    }
  }
}

absl::StatusOr<std::optional<r::Finding>> FindFinding(const Context& context,
                                                      const std::string& key) {
  r::ListFindingsRequest request;
  request.set_name(context.Operand(2));
  std::optional<r::Finding> found;
  RETURN_IF_ERROR(AskAll(*context.services.reporting, &ReportStub::ListFindings,
                         request, [&](const r::ListFindingsResponse& page) {
                           for (const r::Finding& one : page.findings()) {
                             if (one.key() == key) found = one;
                           }
                         }));
  return found;
}

// A terminal holds what tells them apart; programs get everything.
TextTable FindingTable(const Context& context,
                       const std::vector<r::Finding>& findings) {
  if (context.arguments.Flag("output", "table") == "table") {
    TextTable table{.header = {"level", "key", "explained", "sentence"},
                    .rows = {}};
    for (const r::Finding& one : findings) {
      table.rows.push_back({TypedWord(one.level()), one.key(),
                            one.has_explanation() ? "yes" : "",
                            one.sentence()});
    }
    return table;
  }
  TextTable table{
      .header = {"level", "code", "subject", "display_name", "sentence", "hint",
                 "legal_basis", "key", "figures", "explanation",
                 "explanation_source", "lapsed_explanation"},
      .rows = {}};
  for (const r::Finding& one : findings) {
    table.rows.push_back(
        {TypedWord(one.level()), one.code(), one.subject(),
         NameOf(one.subject()), one.sentence(), one.hint(), one.legal_basis(),
         one.key(), absl::StrJoin(one.figures(), " "), one.explanation().body(),
         one.explanation().source(), one.lapsed_explanation().body()});
  }
  return table;
}

absl::Status ExplainFigure(const Context& context) {
  const int depth = context.Number("depth", kDepthUsual);
  if (depth < 1) return Misuse("--depth moet 1 of meer zijn");
  TextTable table{
      .header = {"layer", "what", "label", "count", "unit", "figure", "source"},
      .rows = {}};
  RETURN_IF_ERROR(AddFigure(context, context.Operand(3), 0, depth, table));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status CompareReports(const Context& context) {
  r::CompareReportsRequest request;
  request.set_name(context.Operand(2));
  request.set_other(context.Operand(3));
  request.set_subject(context.arguments.Flag("subject", ""));
  request.set_include_cancelled(context.arguments.Has("cancelled"));
  request.set_revision(context.Revision("revision"));
  TextTable table{.header = {"subject", "display_name", "metric", "from", "to",
                             "difference", "cause", "count", "record",
                             "record_display_name", "changes", "source"},
                  .rows = {}};
  RETURN_IF_ERROR(AskAll(*context.services.reporting,
                         &ReportStub::CompareReports, request,
                         [&](const r::CompareReportsResponse& page) {
                           for (const auto& one : page.differences()) {
                             AddDifference(one, table);
                           }
                         }));
  context.Print(table);
  if (table.rows.empty()) context.streams.err << "geen verschil\n";
  return absl::OkStatus();
}

absl::Status ListFindings(const Context& context) {
  r::ListFindingsRequest request;
  request.set_name(context.Operand(2));
  request.set_subject(context.arguments.Flag("subject", ""));
  request.set_revision(context.Revision("revision"));
  std::vector<r::Finding> findings;
  r::ListFindingsResponse counts;
  RETURN_IF_ERROR(AskAll(*context.services.reporting, &ReportStub::ListFindings,
                         request, [&](const r::ListFindingsResponse& page) {
                           findings.insert(findings.end(),
                                           page.findings().begin(),
                                           page.findings().end());
                           counts = page;
                         }));
  context.Print(FindingTable(context, findings));
  context.streams.err << counts.refuse_count() << " weigeren vaststelling, "
                      << counts.fix_count() << " te herstellen ("
                      << counts.explained_fix_count() << " toegelicht), "
                      << counts.explain_count() << " toe te lichten ("
                      << counts.explained_count() << " toegelicht)\n";
  return absl::OkStatus();
}

absl::Status ExplainFinding(const Context& context) {
  r::ExplainFindingRequest request;
  request.set_name(context.Operand(2));
  request.set_key(context.Operand(3));
  request.set_body(context.arguments.Flag("body", ""));
  request.set_source(context.arguments.Flag("source", ""));
  ASSIGN_OR_RETURN(const std::optional<r::Finding> now,
                   FindFinding(context, request.key()));
  // What already stands is not said again; a repeat changes nothing.
  if (now.has_value() && now->explanation().body() == request.body() &&
      now->explanation().source() == request.source()) {
    context.Print(FindingTable(context, {*now}));
    return absl::OkStatus();
  }
  const int64_t since = now.has_value()
                            ? std::max(now->explanation().revision(),
                                       now->lapsed_explanation().revision())
                            : 0;
  ASSIGN_OR_RETURN(
      const r::Finding finding,
      SendOnce(context, *context.services.reporting,
               &ReportStub::ExplainFinding, request, absl::StrCat(since)));
  context.Print(FindingTable(context, {finding}));
  return absl::OkStatus();
}

// The counts of one subject, by the path of their field.
void AddFigures(const google::protobuf::Message& message,
                const std::string& path, const std::string& subject,
                const std::string& name, TextTable& table) {
  using google::protobuf::FieldDescriptor;
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string here =
        absl::StrCat(path, path.empty() ? "" : ".", field->name());
    if (field->is_repeated()) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      AddFigures(reflection.GetMessage(message, field), here, subject, name,
                 table);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      table.rows.push_back({subject, name, absl::StrCat(subject, "#", here),
                            absl::StrCat(reflection.GetInt32(message, field))});
    }
  }
}

absl::Status ListFigures(const Context& context) {
  r::GetReportRequest request;
  request.set_name(context.Operand(2));
  ASSIGN_OR_RETURN(
      const r::Report report,
      Ask(*context.services.reporting, &ReportStub::GetReport, request));
  const std::string wanted = context.arguments.Flag("subject", "");
  TextTable table{.header = {"subject", "display_name", "figure", "count"},
                  .rows = {}};
  const auto add = [&](const std::string& subject, const std::string& name,
                       const r::Figures& figures) {
    if (!wanted.empty() && subject != wanted) return;
    AddFigures(figures, "", subject, name, table);
  };
  const r::ReportContent& content = report.content();
  add(content.total().subject(), content.total().display_name(),
      content.total().figures());
  for (const r::SubtotalRow& one : content.regions()) {
    add(one.subject(), one.display_name(), one.figures());
  }
  for (const r::MunicipalityRow& one : content.municipalities()) {
    add(one.municipality(), one.display_name(), one.figures());
  }
  context.Print(table);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ExplainCommands() {
  return {
      {"figure list",
       "Noemt de cijfers van een verslag, zoals report explain ze opent.",
       {kReport},
       {{"subject", ValueKind::kArea, "alleen dit gebied"}},
       "opvang figure list provinces/pv23/reports/verslag-2024-11-01 --subject "
       "Zwolle",
       ListFigures},
      {"report explain",
       "Opent een cijfer: waaruit het bestaat, tot op de feiten.",
       {kReport,
        {"CIJFER", ValueKind::kFigure,
         "als Overijssel#asylum.guaranteed_place_count"}},
       {{"depth", ValueKind::kNumber, "hoeveel lagen diep; anders 3"}},
       "opvang report explain provinces/pv23/reports/verslag-2024-11-01 "
       "provinces/pv23#asylum.guaranteed_place_count --depth 2",
       ExplainFigure},
      {"report compare",
       "Noemt elk verschil tussen twee verslagen, met oorzaken en bronnen.",
       {kReport, {"ANDER", ValueKind::kReport, "het andere verslag"}},
       {{"subject", ValueKind::kArea, "alleen dit gebied"},
        {"cancelled", ValueKind::kSwitch, "ook wat geen cijfer verandert"},
        kRevision},
       "opvang report compare provinces/pv23/reports/memo-2024-10-31 "
       "provinces/pv23/reports/verslag-2024-11-01 --subject provinces/pv23",
       CompareReports},
      {"report findings",
       "Noemt wat er in een verslag is gevonden, het ergste eerst.",
       {kReport},
       {{"subject", ValueKind::kArea, "alleen dit gebied"}, kRevision},
       "opvang report findings provinces/pv23/reports/verslag-2024-11-01",
       ListFindings},
      {"report explain-finding",
       "Licht een bevinding toe; dat blijft staan zolang de feiten staan.",
       {kReport,
        {"SLEUTEL", ValueKind::kText, "de sleutel uit report findings"}},
       {Required(
            {"body", ValueKind::kText, "de toelichting, in het Nederlands"}),
        Required(kSource), kDryRun},
       "opvang report explain-finding "
       "provinces/pv23/reports/verslag-2024-11-01 "
       "'SHORTFALL_WITHOUT_PLAN|municipalities/gm0180' --body 'Het college "
       "onderzoekt twee percelen.' --source brief",
       ExplainFinding},
  };
}

}  // namespace opvang::cli
