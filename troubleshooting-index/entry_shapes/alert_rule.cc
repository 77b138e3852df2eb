// An alerting rule: its name, expression, duration, annotations and runbook.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

// Stands where a rule must have an expression and the entry has none.
constexpr std::string_view kNoExpression = "vector(1)";

// A scalar as written in YAML, without quotes and block marks.
std::string scalar(std::string_view raw) {
  raw = trim(raw);
  if (!raw.empty() && (raw.front() == '|' || raw.front() == '>')) {
    const auto end = raw.find('\n');
    raw = end == std::string_view::npos ? std::string_view() : trim(raw.substr(end + 1));
  }
  if (raw.size() >= 2 && (raw.front() == '"' || raw.front() == '\'') && raw.back() == raw.front())
    raw = raw.substr(1, raw.size() - 2);
  std::string out;
  for (const std::string_view line : split(raw, '\n')) {
    if (!out.empty()) out += ' ';
    out += trim(line);
  }
  return out;
}

double score(const DocumentView& document, std::int32_t index) {
  return document.place(index).kind == Kind::alert ? 0.95 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  Entry entry = entry_at(document, index, scalar(document.place(index).key));
  entry.line_end = document.place(index).line_end;
  std::string expression;
  Passage duration;
  for (std::int32_t i = index + 1; i < document.subtree_end(index); ++i) {
    const Place& place = document.place(i);
    const std::string value = scalar(place.text);
    if (value.empty()) continue;
    const Passage passage = {value, place.line_start, place.line_end};
    const std::string key = to_lower(place.key);
    if (key == "expr") {
      if (value == kNoExpression) continue;
      entry.symptoms.push_back({"`" + value + "`", place.line_start, place.line_end});
    } else if (key == "for") {
      entry.symptoms.push_back({"for " + value, place.line_start, place.line_end});
    } else if (key == "summary" || key == "description" || key == "message" || key == "title") {
      entry.symptoms.push_back(passage);
    } else if (key == "runbook_url" || key == "runbook" || key == "documentation" || key == "runbook_link") {
      if (entry.definitive_source.empty()) entry.definitive_source = passage;
    } else if (key == "cause" || key == "impact") {
      entry.causes.push_back(passage);
    } else if (key == "action" || key == "resolution" || key == "remediation" || key == "diagnosis" || key == "fix" ||
               key == "mitigation") {
      entry.steps.push_back(passage);
    } else if (key == "component" || key == "service" || key == "job") {
      if (entry.component.empty()) entry.component = value;
    }
  }
  choose_first_action(entry);
  return {std::move(entry)};
}

// A scalar that YAML reads back as it is.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : on_one_line(text)) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

std::string render(const Entry& entry, int) {
  std::string annotations;
  std::string expression(kNoExpression);
  std::string duration;
  int summaries = 0;
  for (const Passage& symptom : entry.symptoms) {
    if (symptom.text.size() > 2 && symptom.text.front() == '`' && symptom.text.back() == '`')
      expression = symptom.text.substr(1, symptom.text.size() - 2);
    else if (symptom.text.starts_with("for "))
      duration = symptom.text.substr(4);
    else
      annotations +=
          std::string("    ") + (summaries++ == 0 ? "summary" : "description") + ": " + quoted(symptom.text) + "\n";
  }
  for (const Passage& cause : entry.causes) annotations += "    cause: " + quoted(cause.text) + "\n";
  for (const Passage& step : entry.steps) annotations += "    action: " + quoted(step.text) + "\n";
  if (!entry.definitive_source.empty())
    annotations += "    runbook_url: " + quoted(entry.definitive_source.text) + "\n";
  std::string out = "```yaml\n- alert: " + entry.title + "\n  expr: " + quoted(expression) + "\n";
  if (!duration.empty()) out += "  for: " + duration + "\n";
  if (!annotations.empty()) out += "  annotations:\n" + annotations;
  return out + "```\n";
}

}  // namespace

extern const EntryShape alert_rule_shape;
const EntryShape alert_rule_shape = {"alert rule", score, extract, render};

}  // namespace fingerpost
