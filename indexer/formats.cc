#include "indexer/format.h"

#include <array>

#include "base/text.h"
#include "indexer/formats/usage.h"

namespace fingerpost {

// One line a format: declare it here, and list it below in the order in which formats are asked.
extern const Format env_format;
extern const Format dockerfile_format;
extern const Format makefile_format;
extern const Format justfile_format;
extern const Format procfile_format;
extern const Format codeowners_format;
extern const Format json_format;
extern const Format yaml_format;
extern const Format toml_format;
extern const Format hcl_format;
extern const Format nix_format;
extern const Format markdown_format;
extern const Format restructuredtext_format;
extern const Format asciidoc_format;
extern const Format org_format;
extern const Format man_format;
extern const Format html_format;
extern const Format css_format;
extern const Format kconfig_format;
extern const Format crontab_format;
extern const Format ini_format;
extern const Format xml_format;
extern const Format rules_format;
extern const Format versions_format;
extern const Format code_format;
extern const Format plain_text_format;
extern const Format usage_format;

static constexpr std::array<const Format*, 27> kFormats = {&env_format,
                                                           &dockerfile_format,
                                                           &makefile_format,
                                                           &justfile_format,
                                                           &procfile_format,
                                                           &codeowners_format,
                                                           &json_format,
                                                           &yaml_format,
                                                           &toml_format,
                                                           &hcl_format,
                                                           &nix_format,
                                                           &markdown_format,
                                                           &restructuredtext_format,
                                                           &asciidoc_format,
                                                           &org_format,
                                                           &man_format,
                                                           &html_format,
                                                           &css_format,
                                                           &kconfig_format,
                                                           &crontab_format,
                                                           &ini_format,
                                                           &xml_format,
                                                           &rules_format,
                                                           &versions_format,
                                                           &code_format,
                                                           &plain_text_format,
                                                           &usage_format};

std::span<const Format* const> all_formats() {
  return kFormats;
}

// What is written behind the name of a file that is to be copied or filled in.
static constexpr std::array<std::string_view, 18> kTemplateEndings = {
    "example", "sample", "dist", "default", "defaults", "template", "tmpl",     "tpl", "j2",
    "jinja",   "jinja2", "erb",  "in",      "gotmpl",   "tftpl",    "mustache", "hbs", "eex"};

static std::string_view without_template_ending(std::string_view path) {
  const std::string_view ending = extension_of(path);
  for (const std::string_view known : kTemplateEndings)
    if (equal_ignoring_case(ending, known)) return path.substr(0, path.size() - ending.size() - 1);
  return path;
}

const Format* format_of(std::string_view path) {
  // "config.yml.example.j2"
  for (int endings = 0; endings <= 2; ++endings) {
    for (const Format* format : kFormats)
      if (format->claims(path)) return format;
    const std::string_view filled_in = without_template_ending(path);
    if (filled_in.size() == path.size()) break;
    path = filled_in;
  }
  return nullptr;
}

bool is_document_format(std::string_view name) {
  return name == "markdown" || name == "restructuredtext" || name == "asciidoc" || name == "text" || name == "org" ||
         name == "man" || name == "html";
}

const Format* format_of_fence(std::string_view info) {
  for (const Format* format : kFormats)
    for (std::string_view fence : format->fences)
      if (fence == info) return format;
  return nullptr;
}

// Mostly lines of NAME=value.
static bool looks_like_env(std::string_view text) {
  int entries = 0;
  int others = 0;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    std::size_t end = 0;
    while (end < line.size() && (is_upper(line[end]) || is_digit(line[end]) || line[end] == '_')) ++end;
    (end >= 2 && end < line.size() && line[end] == '=' ? entries : others) += 1;
  }
  return entries > 0 && entries > 3 * others;
}

// A section in brackets, with keys below it.
static bool looks_like_ini(std::string_view text) {
  bool section = false;
  int keys = 0;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.size() > 2 && line.front() == '[' && line.back() == ']' && is_alpha(line[1])) {
      section = true;
      continue;
    }
    if (!section) return false;
    const auto sign = line.find_first_of("=:");
    if (sign == std::string_view::npos || line.substr(0, sign).find_first_of("({\"'<") != std::string_view::npos)
      return false;
    ++keys;
  }
  return section && keys > 0;
}

const Format* format_of_block(std::string_view info, std::string_view text) {
  if (info.empty() && looks_like_env(text)) return &env_format;
  if (info.empty() && looks_like_ini(text)) return &ini_format;
  const Format* labelled = info.empty() ? nullptr : format_of_fence(info);
  return labelled == nullptr && is_usage(text) ? &usage_format : labelled;
}

void read_block(const Format& format, std::string_view text, int first_line, const Limits& limits, std::int32_t under,
                Reading& out) {
  const auto places_before = out.places.size();
  const auto findings_before = out.findings.size();
  format.read({"", text, limits}, under, out);
  for (auto i = places_before; i < out.places.size(); ++i) {
    out.places[i].line_start += first_line - 1;
    out.places[i].line_end += first_line - 1;
  }
  // An example in a document may be abridged or half a file: that is no fault to report.
  out.findings.resize(findings_before);
}

}  // namespace fingerpost
