#include "troubleshooting-index/message_chain.h"

#include <algorithm>

#include "base/text.h"
#include "troubleshooting-index/codes.h"
#include "troubleshooting-index/message_trouble.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostParts = 24;

// "Caused by: java.net.ConnectException: …" → without the first words.
std::string_view without_lead(std::string_view text) {
  for (std::string_view lead : {"Caused by:", "caused by:", "[cause]:", "Cause:"})
    if (text.substr(0, lead.size()) == lead) return trim(text.substr(lead.size()));
  return text;
}

// Whether the text holds an error of the system, of a protocol or of a database, by its name or its wording.
bool names_a_cause(std::string_view text) {
  const std::vector<ErrorCode> codes = codes_in(text);
  return std::any_of(codes.begin(), codes.end(), [](const ErrorCode& code) {
    for (std::string_view family : {"errno", "dns", "sqlstate", "tls", "redis", "prisma", "mysql", "database"})
      if (code.family == family) return true;
    return code.family == "http" && code.name >= "HTTP 5";
  });
}

}  // namespace

bool holds_known_code(std::string_view text) {
  const std::vector<ErrorCode> codes = codes_in(text);
  return std::any_of(codes.begin(), codes.end(), [](const ErrorCode& code) { return is_known(code); });
}

std::string_view innermost_part(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at = text.find(": "); at != std::string_view::npos && parts.size() < kMostParts;
       at = text.find(": ", at + 2)) {
    parts.push_back(text.substr(start, at - start));
    start = at + 2;
  }
  parts.push_back(text.substr(start));
  // From the end: the first part that tells of trouble or holds a code. What follows it is a name or a value.
  for (std::size_t i = parts.size(); i-- > 0;) {
    const std::string_view part = trim(parts[i]);
    if (part.size() < 4) continue;
    if (trouble_in(part) > 0 || holds_known_code(part)) {
      const auto from = static_cast<std::size_t>(part.data() - text.data());
      return trim(text.substr(from));
    }
  }
  return trim(text);
}

ErrorChain chain_of(const std::vector<ReadLine>& lines) {
  ErrorChain chain;
  const ReadLine* first = nullptr;
  const ReadLine* last = nullptr;
  const ReadLine* cause = nullptr;
  bool python_chain = false;
  bool list_of_causes = false;
  for (const ReadLine& line : lines) {
    if (line.kind == LineKind::heading)
      python_chain = python_chain || contains(line.text, "During handling of") || contains(line.text, "direct cause");
    if (line.kind == LineKind::exception) {
      if (first == nullptr) first = &line;
      last = &line;
    }
    if (line.kind == LineKind::cause) {
      cause = &line;
      list_of_causes = without_lead(line.said).empty();
      continue;
    }
    // Rust's and anyhow's "Caused by:" with the causes on the lines below, numbered or indented.
    if (list_of_causes) {
      if (line.kind == LineKind::blank || line.indent == 0 || line.kind == LineKind::frame)
        list_of_causes = line.kind == LineKind::blank && cause != nullptr && without_lead(cause->said).empty();
      else
        cause = &line;
    }
  }
  const auto tell = [&](const ReadLine& line) {
    chain.telling.push_back(line.number);
    return std::string(trim(without_lead(line.said)));
  };
  const auto worst = std::max_element(lines.begin(), lines.end(), [](const ReadLine& a, const ReadLine& b) {
    const auto weight = [](const ReadLine& line) {
      const bool tells = line.kind == LineKind::plain || line.kind == LineKind::fields || line.kind == LineKind::fact ||
                         line.kind == LineKind::exception || line.kind == LineKind::bad_row;
      return tells ? static_cast<double>(line.severity) + line.trouble * 3 : -1.0;
    };
    return weight(a) < weight(b);
  });
  if (python_chain && first != nullptr) {
    // The first traceback is the root; what is seen stands last.
    chain.outermost = tell(*last);
    chain.root_cause = tell(*first);
  } else if (first != nullptr || cause != nullptr) {
    const ReadLine& seen = first != nullptr ? *first : (worst != lines.end() ? *worst : *cause);
    chain.outermost = tell(seen);
    chain.root_cause =
        cause != nullptr ? tell(*cause) : std::string(innermost_part(last != nullptr ? last->said : seen.said));
    if (cause == nullptr && last != nullptr && last != first) chain.telling.push_back(last->number);
  } else if (worst != lines.end() && (worst->trouble > 0 || worst->severity >= Severity::warning)) {
    chain.outermost = tell(*worst);
    chain.root_cause = std::string(innermost_part(chain.outermost));
  }
  // Nothing says what came from what: the first line with an error that the system or a protocol names is the cause of
  // a last one that names none ("EAGAIN …", then "Command failed with exit code 250").
  if (!python_chain && cause == nullptr && !chain.root_cause.empty() && !names_a_cause(chain.root_cause))
    for (const ReadLine& line : lines) {
      const bool tells = line.kind == LineKind::plain || line.kind == LineKind::fields || line.kind == LineKind::fact ||
                         line.kind == LineKind::exception;
      if (!tells || line.trouble < .3 || !names_a_cause(line.said)) continue;
      chain.root_cause = std::string(innermost_part(line.said));
      chain.telling.push_back(line.number);
      break;
    }
  return chain;
}

}  // namespace fingerpost
