#include "troubleshooting-index/render.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

bool is_block(const Passage& passage) {
  return passage.text.starts_with("```");
}

void append_indented(std::string_view text, std::string_view before, std::string& out) {
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) {
      out += before;
      out += line;
    }
    out += '\n';
  }
}

void append_list(const std::vector<Passage>& passages, bool numbered, std::string& out) {
  int number = 0;
  bool open_list = false;
  for (const Passage& passage : passages) {
    if (is_block(passage)) {
      if (open_list) out += '\n';
      out += passage.text + "\n\n";
      open_list = false;
      continue;
    }
    out += numbered ? std::to_string(++number) + ". " : std::string("- ");
    out += passage.text + "\n";
    open_list = true;
  }
  if (open_list) out += '\n';
}

}  // namespace

std::string on_one_line(std::string_view text) {
  if (text.starts_with("```")) {
    std::string code;
    for (const std::string_view line : split(text, '\n')) {
      if (line.starts_with("```")) continue;
      if (!code.empty()) code += ' ';
      code += trim(line);
    }
    return "`" + code + "`";
  }
  std::string out;
  for (const char c : text) out += c == '\n' ? ' ' : c;
  return out;
}

std::string render_heading(std::string_view title, int level) {
  return std::string(static_cast<std::size_t>(std::clamp(level, 1, 6)), '#') + " " + std::string(title) + "\n\n";
}

std::string render_labelled_parts(const Entry& entry) {
  std::string out;
  if (!entry.component.empty()) out += "**Component**: " + entry.component + "\n\n";
  if (!entry.symptoms.empty()) {
    out += "**Symptoms**:\n\n";
    append_list(entry.symptoms, false, out);
  }
  if (!entry.causes.empty()) {
    out += "**Common Causes**:\n\n";
    append_list(entry.causes, false, out);
  }
  if (!entry.steps.empty()) {
    out += "**Troubleshooting Path**:\n\n";
    append_list(entry.steps, true, out);
  }
  if (!entry.definitive_source.empty()) out += "**Definitive Source**: " + entry.definitive_source.text + "\n\n";
  if (out.ends_with("\n\n")) out.pop_back();
  return out;
}

std::string render_items(const Entry& entry, int indent, bool numbered) {
  const std::string before(static_cast<std::size_t>(indent), ' ');
  std::string out;
  int number = 0;
  const auto add = [&](const Passage& passage, std::string_view label) {
    const std::string mark = numbered ? std::to_string(++number) + ". " : std::string("- ");
    out += before + mark;
    if (is_block(passage)) {
      std::string block;
      append_indented(passage.text, before + std::string(mark.size(), ' '), block);
      if (label.empty()) {
        out += trim(block);
        out += '\n';
      } else {
        out += std::string(label) + ":\n\n" + block;
      }
    } else {
      if (!label.empty()) out += std::string(label) + ": ";
      out += on_one_line(passage.text) + "\n";
    }
  };
  for (const Passage& symptom : entry.symptoms) add(symptom, "Symptom");
  for (const Passage& cause : entry.causes) add(cause, "Cause");
  for (const Passage& step : entry.steps) add(step, "Fix");
  if (!entry.definitive_source.empty()) add(entry.definitive_source, "Source");
  return out;
}

std::string render_paragraphs(const Entry& entry, std::string_view before) {
  std::string out;
  const auto add = [&](const Passage& passage, std::string_view label) {
    if (!out.empty()) out += std::string(trim(before)) + "\n";
    if (is_block(passage))
      append_indented(std::string(label) + ":\n\n" + passage.text, before, out);
    else
      append_indented(std::string(label) + ": " + on_one_line(passage.text), before, out);
  };
  for (const Passage& symptom : entry.symptoms) add(symptom, "Symptom");
  for (const Passage& cause : entry.causes) add(cause, "Cause");
  for (const Passage& step : entry.steps) add(step, "Fix");
  if (!entry.definitive_source.empty()) add(entry.definitive_source, "Source");
  return out;
}

}  // namespace fingerpost
