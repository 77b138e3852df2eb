#include "server/log_report.h"

#include <fmt/format.h>

#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "pointer-map/masking.h"
#include "server/repository.h"
#include "troubleshooting-index/template_miner.h"

namespace fingerpost {
namespace {

constexpr std::size_t kChunk = 1u << 20;
constexpr std::size_t kProblems = 20;

std::string_view name_of_severity(Severity severity) {
  switch (severity) {
    case Severity::fatal: return "fatal";
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    default: return "";
  }
}

}  // namespace

Pasted read_pasted(std::FILE* in) {
  constexpr std::size_t most = 64u << 10;
  Pasted out;
  out.text.resize(most);
  const std::size_t got = std::fread(out.text.data(), 1, most, in);
  out.text.resize(got);
  if (got == most) {
    const int next = std::fgetc(in);
    out.whole = next == EOF;
    if (next != EOF) out.text += static_cast<char>(next);
  }
  return out;
}

Result<ToolReply> report_log(const Pasted& head, std::FILE* in, Repository& repository) {
  TemplateMiner miner;
  miner.feed(head.text);
  std::vector<char> chunk(kChunk);
  while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), in))
    miner.feed(std::string_view(chunk.data(), got));
  if (std::ferror(in) != 0) return Error{Code::io, "the standard input could not be read to its end", "", ""};
  const std::vector<LogProblem> problems = miner.finish(kProblems);
  ToolReply out;
  out.found = false;
  Json list = Json::array();
  out.text = fmt::format("{} lines, {} distinct problems\n", miner.lines(), problems.size());
  for (const LogProblem& problem : problems) {
    DiagnoseOptions options;
    options.limit = 2;
    auto reply = repository.diagnose(problem.example, options);
    if (!reply) return reply.error();
    const std::string shown = sanitize_for_display(mask_secrets(clip(problem.masked, 300), ""));
    Json item = {{"problem", shown},
                 {"severity", name_of_severity(problem.severity)},
                 {"count", problem.count},
                 {"first_line", problem.first_line},
                 {"last_line", problem.last_line},
                 {"known", reply->known}};
    out.text += fmt::format(
        "\n{}{}×  lines {}-{}  {}\n", name_of_severity(problem.severity),
        problem.severity == Severity::unknown ? fmt::format("{}", problem.count) : fmt::format(" {}", problem.count),
        problem.first_line, problem.last_line, shown);
    if (reply->known) {
      const DiagnosedEntry& entry = reply->entries.front();
      item["title"] = entry.title;
      item["source"] = {{"path", entry.path}, {"line_start", entry.line_start}, {"line_end", entry.line_end}};
      item["confidence"] = entry.confidence;
      if (!entry.first_action.empty()) item["first_action"] = entry.first_action;
      out.text +=
          fmt::format("  {}:{}  {} (confidence {:.2f})\n", entry.path, entry.line_start, entry.title, entry.confidence);
      if (!entry.first_action.empty())
        out.text += fmt::format("  first action: {}\n",
                                clip(entry.first_action.substr(0, entry.first_action.find('\n', 4)), 300));
      out.found = true;
    } else {
      out.text += fmt::format("  not known: {}\n", reply->gap);
    }
    list.push_back(std::move(item));
  }
  if (problems.empty()) out.text += "No line tells of a problem.\n";
  if (miner.left_out() > 0) out.text += fmt::format("… {} cases of rarer problems are not listed\n", miner.left_out());
  out.structured = {{"lines", miner.lines()}, {"problems", std::move(list)}};
  return out;
}

}  // namespace fingerpost
