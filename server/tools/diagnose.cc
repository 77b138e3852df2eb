#include <fmt/format.h>

#include "base/text.h"
#include "server/doubt.h"
#include "server/evidence.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"symptom", Parameter::Type::string, true, "an error message, log lines as they are, or your own words"},
    {"limit", Parameter::Type::integer, false, "default 5", 1, 50},
    {"run_probes", Parameter::Type::boolean, false, "also look at what runs now (3 s)"},
};

Json schema() {
  const Json string = {{"type", "string"}};
  const Json strings = {{"type", "array"}, {"items", string}};
  const Json integer = {{"type", "integer"}};
  const Json source = {
      {"type", "object"},
      {"properties", {{"path", string}, {"line_start", integer}, {"line_end", integer}, {"locator", strings}}}};
  Json deciding = source;
  deciding["properties"]["excerpt"] = string;
  const Json entry = {{"type", "object"},
                      {"properties",
                       {{"title", string},
                        {"symptoms", strings},
                        {"causes", strings},
                        {"first_action", string},
                        {"steps", strings},
                        {"text", string},
                        {"why", strings},
                        {"component", string},
                        {"category", string},
                        {"related", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                        {"source", source},
                        {"definitive_source", deciding},
                        {"confidence", {{"type", "number"}}},
                        {"confirmed", integer},
                        {"probes", {{"type", "array"}, {"items", {{"type", "object"}}}}}}},
                      {"required", {"title", "source"}}};
  return {{"type", "object"},
          {"properties",
           {{"known", {{"type", "boolean"}}},
            {"heard", string},
            {"entries", {{"type", "array"}, {"items", entry}}},
            {"probes", {{"type", "array"}, {"items", {{"type", "object"}}}}},
            {"gap", string},
            {"gap_id", string}}},
          {"required", {"known", "entries"}}};
}

Json json_of(const DiagnosedEntry& entry) {
  Json out = {{"title", entry.title},
              {"symptoms", entry.symptoms},
              {"causes", entry.causes},
              {"steps", entry.steps},
              {"confidence", entry.confidence},
              {"confirmed", entry.confirmed},
              {"source",
               {{"path", entry.path},
                {"line_start", entry.line_start},
                {"line_end", entry.line_end},
                {"locator", entry.locator}}}};
  if (!entry.first_action.empty()) out["first_action"] = entry.first_action;
  if (!entry.excerpt.empty()) out["text"] = entry.excerpt;
  if (!entry.why.empty()) out["why"] = entry.why;
  if (!entry.component.empty()) out["component"] = entry.component;
  if (!entry.category.empty()) out["category"] = entry.category;
  for (const RelatedPlace& related : entry.related)
    out["related"].push_back({{"title", related.title},
                              {"path", related.path},
                              {"line_start", related.line_start},
                              {"line_end", related.line_end},
                              {"why", related.why}});
  if (const auto& decides = entry.definitive_source)
    out["definitive_source"] = {{"path", decides->path},
                                {"line_start", decides->line_start},
                                {"line_end", decides->line_end},
                                {"locator", Json::array({decides->title})},
                                {"excerpt", decides->excerpt}};
  return out;
}

std::string where_of(const std::string& path, int first, int last) {
  return last == first ? fmt::format("{}:{}", path, first) : fmt::format("{}:{}-{}", path, first, last);
}

// Text below a label: on its line when it is short, otherwise indented.
void add_part(std::string& out, std::string_view label, const std::string& text) {
  if (text.find('\n') == std::string::npos) {
    out += fmt::format("  {}: {}\n", label, text);
    return;
  }
  out += fmt::format("  {}:\n", label);
  for (const std::string_view line : split(text, '\n')) out += fmt::format("    {}\n", line);
}

void add_list(std::string& out, std::string_view label, const std::vector<std::string>& items, std::size_t most) {
  if (items.empty()) return;
  if (items.size() == 1) return add_part(out, label, items.front());
  out += fmt::format("  {}:\n", label);
  for (std::size_t i = 0; i < items.size() && i < most; ++i) {
    std::string_view mark = "  - ";
    const std::string item = clip(items[i], 400);
    for (const std::string_view line : split(item, '\n')) {
      out += fmt::format("  {}{}\n", mark, line);
      mark = "    ";
    }
  }
  if (items.size() > most) out += fmt::format("    … {} more\n", items.size() - most);
}

// A command without its marks.
std::string_view bare(std::string_view text) {
  text = trim(text);
  if (text.size() > 2 && text.front() == '`' && text.back() == '`') text = text.substr(1, text.size() - 2);
  return text;
}

// An entry in full, as far as an assistant is made to pay for: what is cut off stands where the first line says.
std::string text_of(const DiagnosedEntry& entry) {
  constexpr std::size_t kMost = 1400;  // bytes
  std::string out;
  if (!entry.why.empty()) out += fmt::format("  matched: {}\n", join(entry.why, ", "));
  if (entry.confirmed > 0) out += fmt::format("  confirmed to have helped: {}\n", entry.confirmed);
  add_list(out, "cause", entry.causes, 5);
  if (!entry.first_action.empty()) add_part(out, "first action", clip(entry.first_action, 400));
  const bool said = entry.steps.size() == 1 && bare(entry.steps.front()) == bare(entry.first_action);
  if (!said) add_list(out, "steps", entry.steps, 6);
  if (!entry.excerpt.empty()) add_part(out, "says", clip(entry.excerpt, 700));
  if (const auto& decides = entry.definitive_source)
    add_part(out, "definitive source " + where_of(decides->path, decides->line_start, decides->line_end),
             clip(decides->excerpt, 300));
  if (out.size() <= kMost) return out;
  out.resize(out.rfind('\n', kMost) + 1);
  return out + "  … more at that place\n";
}

std::string text_of(const Sight& sight) {
  return fmt::format("{}{}{}", sight.name, sight.target.empty() ? "" : " ", sight.target);
}

// What the probes of an entry saw or, where none was run, which of them could tell.
std::string text_of_sights(const std::vector<Sight>& sights) {
  constexpr std::size_t kMost = 3;
  std::string out;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < sights.size() && i < kMost; ++i)
    if (sights[i].status.empty())
      names.push_back(text_of(sights[i]));
    else
      out += fmt::format("  now {}: {}: {}\n", sights[i].status, text_of(sights[i]), clip(sights[i].evidence, 200));
  if (!names.empty()) out += fmt::format("  could be probed: {}\n", join(names, ", "));
  return out;
}

// The first entry in full, the others as a line each.
std::string text_of(const DiagnoseReply& reply, const ProbeEvidence& evidence) {
  std::string out;
  if (!reply.heard.empty()) out += fmt::format("Heard: {}\n", reply.heard);
  const bool any = !reply.entries.empty();
  out += text_of(Doubt{reply.known, any ? reply.entries.front().confidence : 0.0, reply.gap, reply.gap_id, any},
                 "entries");
  for (std::size_t i = 0; i < reply.entries.size(); ++i) {
    const DiagnosedEntry& entry = reply.entries[i];
    out += fmt::format("{}  {}\n", where_of(entry.path, entry.line_start, entry.line_end), entry.title);
    if (i > 0) continue;
    out += text_of(entry) + text_of_sights(evidence.entries[i]);
    if (reply.known && reply.entries.size() > 1) out += "Also:\n";
  }
  if (reply.known)
    for (const RelatedPlace& related : reply.entries.front().related)
      out += fmt::format("Related ({}): {}  {}\n", related.why,
                         where_of(related.path, related.line_start, related.line_end), related.title);
  return out;
}

// What fails now, once each, as the reader of the text gets it.
std::string text_of(const std::vector<Sight>& failing) {
  std::string out;
  for (std::size_t i = 0; i < failing.size() && i < 5; ++i)
    out += fmt::format("Now fails: {}: {}\n", text_of(failing[i]), failing[i].evidence);
  if (failing.size() > 5) out += fmt::format("… and {} more\n", failing.size() - 5);
  return out;
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  DiagnoseOptions options;
  options.limit = arguments.value("limit", std::size_t{5});
  const bool probing = arguments.value("run_probes", false);
  std::string symptom = arguments.at("symptom").get<std::string>();
  ToolReply out;
  Ailing ailing;
  if (probing && trim(symptom).empty()) {
    auto found = look_for_trouble(repository);
    if (!found) return found.error();
    ailing = std::move(*found);
    if (ailing.symptom.empty()) {
      out.structured = {{"known", false}, {"entries", Json::array()}, {"heard", ailing.verdict}};
      out.text = fmt::format("Nothing fails: {}\n", ailing.verdict);
      return out;
    }
    symptom = ailing.symptom;
  }
  auto reply = repository.diagnose(symptom, options);
  if (!reply) return reply.error();
  auto evidence = probing ? gather_evidence(repository, symptom, *reply) : probes_for(symptom, *reply);
  if (!evidence) return evidence.error();
  if (!ailing.failing.empty()) evidence->failing = std::move(ailing.failing);
  Json entries = Json::array();
  for (std::size_t i = 0; i < reply->entries.size(); ++i) {
    entries.push_back(json_of(reply->entries[i]));
    if (!evidence->entries[i].empty()) entries.back()["probes"] = json_of(evidence->entries[i]);
  }
  out.structured = {{"known", reply->known}, {"entries", std::move(entries)}};
  if (probing) out.structured["probes"] = json_of(evidence->failing);
  if (!reply->heard.empty()) out.structured["heard"] = reply->heard;
  if (!reply->gap.empty()) out.structured["gap"] = reply->gap;
  if (!reply->gap_id.empty()) out.structured["gap_id"] = reply->gap_id;
  out.text = text_of(evidence->failing) + text_of(*reply, *evidence);
  out.found = reply->known;
  return out;
}

}  // namespace

extern const Tool diagnose_tool;
const Tool diagnose_tool = {
    "diagnose",
    "diagnose",
    "Symptom to fix",
    "Finds the fix for a symptom in this repository's troubleshooting documents, runbooks, FAQs, alert rules and "
    "comments, read live. Entries come with causes, first action, steps and the place they are written; known=false: "
    "no "
    "document describes it. Commands are shown, never run.",
    kParameters,
    schema,
    run,
    "fingerpost diagnose 'connection refused on port 5433'\n  fingerpost diagnose < error.log",
    /*reads_stdin=*/true,
    /*writes=*/false,
    /*open_world=*/true,
    /*own_command=*/false,
    /*remembers=*/false,
    /*awaits=*/{.entries = true, .code = true},
};

}  // namespace fingerpost
