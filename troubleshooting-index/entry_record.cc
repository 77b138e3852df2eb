#include "troubleshooting-index/entry_record.h"

#define XXH_INLINE_ALL  // words are short: a call would cost more than their hash
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "base/utf8.h"
#include "pointer-map/postings.h"
#include "troubleshooting-index/codes.h"
#include "troubleshooting-index/extract.h"
#include "troubleshooting-index/passages.h"
#include "troubleshooting-index/symptom_words.h"

namespace fingerpost {
namespace {

constexpr std::size_t kTitleBytes = 120;
constexpr std::size_t kBodyBytes = 24u << 10;  // of one entry; what is larger is about too much

// The parts of a text in backticks, quotes or fences.
void literals_of(std::string_view text, std::string& out) {
  bool fenced = false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    const auto first = std::find_if_not(line.begin(), line.end(), is_space);
    if (first != line.end() && (*first == '`' || *first == '~')) {
      const std::string_view bare = line.substr(static_cast<std::size_t>(first - line.begin()));
      if (bare.starts_with("```") || bare.starts_with("~~~")) {
        fenced = !fenced;
        continue;
      }
    }
    if (fenced) {
      out.append(line).append("\n");
      continue;
    }
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line[at] != '`' && line[at] != '"') continue;
      const auto close = line.find(line[at], at + 1);
      if (close == std::string_view::npos) break;
      if (close > at + 1 && close - at < 400) out.append(line.substr(at + 1, close - at - 1)).append("\n");
      at = close;
    }
  }
}

// Network ports as people write them: localhost:5432, port 5432.
std::vector<int> ports_in(std::string_view text) {
  std::vector<int> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view before = text.substr(0, at);
    const bool behind_host = before.size() > 1 && before.back() == ':' && !is_digit(before[before.size() - 2]);
    const bool behind_address =
        before.size() > 1 && before.back() == ':' && is_digit(before[before.size() - 2]) && end - at >= 3;
    const std::string lower = to_lower(before.substr(before.size() > 6 ? before.size() - 6 : 0));
    const bool named =
        lower.ends_with("port ") || lower.ends_with("port=") || lower.ends_with("port: ") || lower.ends_with("ports ");
    if ((behind_host || behind_address || named) && end - at <= 5 &&
        (end == text.size() || (text[end] != '.' || end + 1 == text.size() || !is_digit(text[end + 1])))) {
      const int port = std::atoi(std::string(text.substr(at, end - at)).c_str());
      if (port > 0 && port < 65536) out.push_back(port);
    }
    at = end;
  }
  return out;
}

// Kept by each thread from document to document, so that none pays for its size; nothing is in it between them.
struct Scratch {
  std::vector<std::uint32_t> number_of;  // of a term in the document, plus one, by the analyzer's number
  std::vector<TermId> numbered;
  struct Counts {
    std::array<std::uint8_t, kEntryFields> of{};
    bool any = false;
  };
  std::vector<Counts> counts;  // in the entry at hand, by the document's number
  std::vector<std::uint32_t> counted;
};

Scratch& scratch() {
  thread_local Scratch kept;
  return kept;
}

// The entries of one document, their terms as the analyzer holds them.
struct NotedEntries {
  std::vector<std::string_view> terms;
  std::vector<EntryRecord> entries;
};

class Recorder {
 public:
  Recorder(std::string_view path, std::string_view text, Analyzer& analyzer)
      : path_(path), lines_(text), analyzer_(analyzer), s_(scratch()) {}
  ~Recorder() {
    for (const TermId id : s_.numbered) s_.number_of[id] = 0;
    s_.numbered.clear();
  }
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  void add(const Entry& entry, std::uint8_t score) {
    EntryRecord record;
    record.line_start = entry.line_start;
    record.line_end = entry.line_end;
    record.title = clip(sanitize_for_display(entry.title), kTitleBytes);
    record.component = clip(sanitize_for_display(entry.component), kTitleBytes);
    record.category = clip(sanitize_for_display(entry.category), kTitleBytes);
    record.has_source = !entry.definitive_source.empty();
    record.score = score;
    const int last = std::min(entry.line_end, lines_.count());
    if (entry.line_start < 1 || entry.line_start > last) return;
    const std::string_view body = lines_.range(entry.line_start, last).substr(0, kBodyBytes);

    std::string head = entry.title;
    std::string symptoms;
    for (const Passage& symptom : entry.symptoms) symptoms.append(symptom.text).append("\n");
    std::string literals;
    literals_of(entry.title, literals);
    literals_of(symptoms, literals);
    literals_of(body, literals);
    std::string context(path_);
    context += '\n';
    for (const std::string& key : entry.locator)
      if (key != entry.title) context.append(key).append("\n");
    context.append(entry.category).append("\n").append(entry.component);

    add_text(entry.title, EntryField::title, &record);
    add_text(symptoms, EntryField::symptom, &record);
    add_text(literals, EntryField::literal, &record);
    add_text(body, EntryField::body, &record);
    add_text(context, EntryField::context, nullptr);

    head.append("\n").append(symptoms);
    for (const CodeName& code : code_names_in(head)) {
      add_term("!" + code.name, EntryField::title, 1);
      record.code_in_head = record.code_in_head || !code.worded;
    }
    for (const CodeName& code : code_names_in(body)) add_term("!" + code.name, EntryField::body, 1);
    for (const int port : ports_in(head)) add_term("@" + std::to_string(port), EntryField::title, 1);
    const auto add_families = [&](std::string_view said, EntryField field) {
      for (const SymptomWords::Said& family : SymptomWords::built_in().families_in(said))
        add_term("~" + family.family, field, std::clamp(static_cast<int>(std::lround(family.weight * 8)), 1, 8));
    };
    add_families(head, EntryField::title);
    add_families(body, EntryField::body);

    std::sort(s_.counted.begin(), s_.counted.end());
    record.terms.reserve(s_.counted.size());
    for (const std::uint32_t number : s_.counted) {
      record.terms.push_back({number, s_.counts[number].of});
      s_.counts[number] = {};
    }
    s_.counted.clear();
    std::sort(record.pairs.begin(), record.pairs.end());
    record.pairs.erase(std::unique(record.pairs.begin(), record.pairs.end()), record.pairs.end());
    out_.entries.push_back(std::move(record));
  }

  NotedEntries take() { return std::move(out_); }

 private:
  std::uint32_t number_of(TermId id) {
    if (id >= s_.number_of.size()) s_.number_of.resize(std::max<std::size_t>(analyzer_.term_count(), id + 1) * 2);
    std::uint32_t& number = s_.number_of[id];
    if (number == 0) {
      s_.numbered.push_back(id);
      out_.terms.push_back(analyzer_.term(id));
      number = static_cast<std::uint32_t>(out_.terms.size());
    }
    return number - 1;
  }

  void count(std::uint32_t number, EntryField field, int times) {
    if (number >= s_.counts.size()) s_.counts.resize((std::size_t{number} + 1) * 2);
    Scratch::Counts& counts = s_.counts[number];
    if (!counts.any) s_.counted.push_back(number);
    counts.any = true;
    std::uint8_t& at = counts.of[static_cast<std::size_t>(field)];
    at = static_cast<std::uint8_t>(std::min(at + times, 255));
  }

  void add_term(std::string_view term, EntryField field, int times) {
    count(number_of(analyzer_.id_of(term)), field, times);
  }

  void add_text(std::string_view text, EntryField field, EntryRecord* record) {
    ids_.clear();
    analyzer_.analyze(text, ids_);
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const std::uint32_t number = number_of(ids_[i]);
      count(number, field, 1);
      if (record != nullptr && field != EntryField::body && i > 0)
        record->pairs.push_back(pair_of(out_.terms[before], out_.terms[number]));
      before = number;
    }
  }

  std::string_view path_;
  Lines lines_;
  Analyzer& analyzer_;
  Scratch& s_;
  NotedEntries out_;
  std::vector<TermId> ids_;
};

void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

}  // namespace

std::uint32_t pair_of(std::string_view first, std::string_view second) {
  return static_cast<std::uint32_t>(
      XXH3_64bits_withSeed(first.data(), first.size(), XXH3_64bits(second.data(), second.size())));
}

static NotedEntries record(std::string_view path, std::string_view text, const Reading& reading, Analyzer& analyzer) {
  Recorder recorder(path, text, analyzer);
  const std::vector<Entry> entries = extract_entries(path, text, reading);
  for (const Entry& entry : entries)
    recorder.add(entry, static_cast<std::uint8_t>(std::clamp(std::lround(entry.score * 255), 21l, 255l)));
  for (const Entry& passage : passages_of(path, reading, entries)) recorder.add(passage, kPassageScore);
  return recorder.take();
}

SourceEntries record_entries(std::string_view path, std::string_view text, const Reading& reading, Analyzer& analyzer) {
  NotedEntries found = record(path, text, reading, analyzer);
  return {{found.terms.begin(), found.terms.end()}, std::move(found.entries)};
}

std::string note_entries(std::string_view path, std::string_view text, const Reading& reading, Analyzer& analyzer) {
  const NotedEntries found = record(path, text, reading, analyzer);
  std::string out;
  if (found.entries.empty()) return out;
  put_varint(out, found.terms.size());
  for (const std::string_view term : found.terms) put_text(out, term);
  put_varint(out, found.entries.size());
  std::int32_t line = 0;
  std::string_view category;
  for (const EntryRecord& entry : found.entries) {
    const std::int64_t gap = entry.line_start - line;
    put_varint(out, static_cast<std::uint64_t>((gap << 1) ^ (gap >> 63)));
    line = entry.line_start;
    put_varint(out, static_cast<std::uint64_t>(entry.line_end - entry.line_start));
    put_text(out, entry.title);
    put_text(out, entry.component);
    // Entries of one category stand together, so it is written once.
    const bool same_category = entry.category == category;
    put_varint(out, entry.score);
    put_varint(out, (entry.code_in_head ? 1u : 0u) | (entry.has_source ? 2u : 0u) | (same_category ? 4u : 0u));
    if (!same_category) put_text(out, entry.category);
    category = entry.category;
    put_varint(out, entry.terms.size());
    std::uint32_t last = 0;
    for (const EntryTerm& term : entry.terms) {
      put_varint(out, term.term - std::exchange(last, term.term));
      // Which fields hold it, then how often each does.
      unsigned fields = 0;
      for (std::size_t f = 0; f < kEntryFields; ++f) fields |= (term.count[f] > 0 ? 1u : 0u) << f;
      put_varint(out, fields);
      for (const std::uint8_t count : term.count)
        if (count > 0) put_varint(out, count);
    }
    put_varint(out, entry.pairs.size());
    std::uint32_t pair = 0;
    for (const std::uint32_t next : entry.pairs) put_varint(out, next - std::exchange(pair, next));
  }
  return out;
}

SourceEntries decode_entries(std::string_view bytes) {
  SourceEntries out;
  const auto bounded = [&](std::uint64_t count) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(count, bytes.size()));
  };
  const std::size_t terms = bounded(take_varint(bytes));
  for (std::size_t i = 0; i < terms && !bytes.empty(); ++i) {
    const std::size_t size = bounded(take_varint(bytes));
    out.terms.emplace_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  const std::size_t entries = bounded(take_varint(bytes));
  std::int32_t line = 0;
  std::string category;
  const auto text = [&] {
    const std::size_t size = bounded(take_varint(bytes));
    std::string taken(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return taken;
  };
  for (std::size_t i = 0; i < entries && !bytes.empty(); ++i) {
    EntryRecord entry;
    const std::uint64_t zigzag = take_varint(bytes);
    line += static_cast<std::int32_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
    entry.line_start = line;
    entry.line_end = line + static_cast<std::int32_t>(take_varint(bytes));
    entry.title = text();
    entry.component = text();
    entry.score = static_cast<std::uint8_t>(take_varint(bytes));
    const std::uint64_t said = take_varint(bytes);
    entry.code_in_head = (said & 1) != 0;
    entry.has_source = (said & 2) != 0;
    if ((said & 4) == 0) category = clip(text(), kTitleBytes);
    entry.category = category;
    const std::size_t count = bounded(take_varint(bytes));
    std::uint32_t term = 0;
    for (std::size_t t = 0; t < count && !bytes.empty(); ++t) {
      EntryTerm of;
      term += static_cast<std::uint32_t>(take_varint(bytes));
      of.term = term;
      const std::uint64_t fields = take_varint(bytes);
      for (std::size_t f = 0; f < kEntryFields; ++f)
        if ((fields >> f & 1u) != 0) of.count[f] = static_cast<std::uint8_t>(take_varint(bytes));
      if (term < out.terms.size()) entry.terms.push_back(of);
    }
    const std::size_t pairs = bounded(take_varint(bytes));
    std::uint32_t pair = 0;
    for (std::size_t p = 0; p < pairs && !bytes.empty(); ++p)
      entry.pairs.push_back(pair += static_cast<std::uint32_t>(take_varint(bytes)));
    out.entries.push_back(std::move(entry));
  }
  return out;
}

}  // namespace fingerpost
