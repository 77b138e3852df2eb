#include "troubleshooting-index/diagnose.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/sureness.h"
#include "base/text.h"
#include "base/utf8.h"
#include "pointer-map/masking.h"
#include "pointer-map/written_pointer.h"
#include "troubleshooting-index/certainty.h"
#include "troubleshooting-index/left_out.h"
#include "troubleshooting-index/part_shown.h"
#include "troubleshooting-index/symptom_query.h"
#include "troubleshooting-index/written_messages.h"

namespace fingerpost {
namespace {

constexpr std::size_t kCandidates = 40;
constexpr std::size_t kPassageBytes = 700;
constexpr std::size_t kExcerptBytes = 1600;
constexpr std::size_t kWhy = 8;
constexpr std::size_t kNowhere = 6;  // words named that stand nowhere

std::string passage_shown(std::string_view text, std::string_view path, std::size_t most = kPassageBytes) {
  return clip(sanitize_for_display(mask_secrets(text, path)), most);
}

std::vector<std::string> passage_shown(const std::vector<Passage>& passages, std::string_view path) {
  std::vector<std::string> out;
  for (const Passage& passage : passages) out.push_back(passage_shown(passage.text, path));
  return out;
}

bool overlap(const IndexedEntry& a, const IndexedEntry& b) {
  return a.source == b.source && a.line_start <= b.line_end && b.line_start <= a.line_end;
}

// A place that decides, with how it begins.
DecidingPlace deciding(const LiveFile& file, const std::string& path, std::string_view title, int first, int last) {
  constexpr int kLines = 8;
  DecidingPlace out;
  out.path = path;
  out.title = passage_shown(title, path, 200);
  out.line_start = first;
  out.line_end = last;
  out.excerpt = passage_shown(file.lines->range(first, std::min(last, first + kLines - 1)), path, 600);
  return out;
}

// The words and codes of the symptom that stand in the entry's text, as the entry writes them.
std::vector<std::string> why_of(const Message& message, const SymptomQuery& query, const EntryIndex& index,
                                std::string_view text) {
  constexpr std::size_t kSearched = 6000;  // bytes
  text = text.substr(0, kSearched);
  std::vector<std::string> out;
  const std::string lower = to_lower(text);
  for (const ErrorCode& code : message.codes)
    if (contains(lower, to_lower(code.name))) out.push_back(code.name);
  std::unordered_map<std::string, std::string> written;  // by stem
  for (const Word& word : words_of_question(text))
    for (const std::string& term : word.terms) written.emplace(term, word.text);
  std::vector<std::pair<float, std::string>> words;
  for (const SymptomTerm& term : query.terms)
    for (const SymptomTerm::Alternative& alternative : term.alternatives)
      if (const auto found = written.find(alternative.term); found != written.end()) {
        words.emplace_back(term.importance * index.rarity(alternative.term) * alternative.weight, found->second);
        break;
      }
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [weight, word] : words) {
    if (out.size() >= kWhy || weight < 0.1f) break;
    std::string said = sanitize_for_display(word);
    if (std::find(out.begin(), out.end(), said) == out.end()) out.push_back(std::move(said));
  }
  return out;
}

// Puts where the repository writes the message beside the entries: first, unless one of them fits as surely.
Result<Done> add_where_written(Map& map, LiveReader& live, const Message& message, std::size_t limit,
                               std::vector<DiagnosedEntry>& entries) {
  constexpr int kWhatFollows = 10;  // lines behind the message: what is done about it
  auto found = where_written(map, live, message);
  if (!found) return found.error();
  for (const WrittenMessage& written : *found) {
    const std::string& path = written.source->path;
    if (std::any_of(entries.begin(), entries.end(), [&](const DiagnosedEntry& entry) {
          return entry.path == path && entry.line_start <= written.line_end && written.line_start <= entry.line_end;
        }))
      continue;
    auto file = live.read(path);
    if (!file) continue;  // gone since
    DiagnosedEntry out;
    out.title = "written by " + passage_shown(written.holder, path, 200);
    out.path = path;
    out.line_start = written.line_start;
    out.line_end = written.line_end;
    out.locator = {passage_shown(written.holder, path, 200)};
    out.excerpt = passage_shown(
        (*file)->lines->range(written.line_start, std::min(written.line_end + kWhatFollows, (*file)->lines->count())),
        path, kExcerptBytes);
    out.why = {passage_shown(written.words, path, 200)};
    // Half of the words in their order are as good as an entry that is just known; all of them, as one that is sure.
    out.confidence = std::round(std::min(0.9, 0.5 + 0.4 * static_cast<double>(written.share)) * 100) / 100;
    const bool second = !entries.empty() && entries.front().confidence >= out.confidence;
    entries.insert(entries.begin() + (second ? 1 : 0), std::move(out));
    break;  // one is enough: others write the same words
  }
  if (entries.size() > limit) entries.resize(limit);
  return Done{};
}

// The asker's words that no entry holds, for a person; "" if they all stand in some.
std::string what_is_nowhere(const AskedSymptom& asked) {
  std::vector<std::string> nowhere;
  for (const std::string& word : asked.unknown) {
    std::string quoted = "'" + sanitize_for_display(word) + "'";
    const bool new_one = std::find(nowhere.begin(), nowhere.end(), quoted) == nowhere.end();
    if (new_one && nowhere.size() < kNowhere) nowhere.push_back(std::move(quoted));
  }
  if (nowhere.empty()) return "";
  return join(nowhere, ", ") + (nowhere.size() == 1 ? " stands" : " stand") + " in no entry of this repository";
}

}  // namespace

struct Diagnose::Asking {
  const Message& message;
  LiveReader& live;
  std::vector<std::string> stale;  // sources that are no longer as they were indexed

  // Notes a source that is not.
  bool is_current(const Source& source) {
    if (live.is_current(source)) return true;
    stale.push_back(source.path);
    return false;
  }
};

Result<Done> Diagnose::refresh() {
  if (index_ != nullptr && index_version_ == map_.version()) return Done{};
  // What was taken out leaves its numbers behind: when they outweigh what is there, all is made anew.
  constexpr std::size_t kGone = 1000;
  const bool anew = index_ == nullptr || index_->gone() > index_->size() + kGone;
  if (auto read = anew ? read_all() : read_changed(); !read) {
    index_ = nullptr;  // it may hold half of a change
    return read.error();
  }
  index_->freeze();
  index_version_ = map_.version();
  return Done{};
}

Result<Done> Diagnose::read_all() {
  index_ = std::make_unique<EntryIndex>();
  seen_.clear();
  for (const Source& source : map_.sources()) seen_.emplace(source.path, Seen{source.id, source.hash, source.noted});
  return map_.notes(
      [&](const Source& source, std::string_view bytes) { index_->add(source.path, decode_entries(bytes)); });
}

// Takes out what is gone, and puts in what is new or another.
Result<Done> Diagnose::read_changed() {
  std::erase_if(seen_, [&](const auto& seen) {
    if (map_.find(seen.first) != nullptr) return false;
    index_->remove(seen.first);
    return true;
  });
  for (const Source& source : map_.sources()) {
    Seen& seen = seen_[source.path];
    if (seen.id == source.id && seen.hash == source.hash && seen.noted == source.noted) continue;
    index_->remove(source.path);
    auto notes = map_.notes_of(source);
    if (!notes) return notes.error();
    index_->add(source.path, decode_entries(*notes));
    seen = {source.id, source.hash, source.noted};
  }
  return Done{};
}

std::vector<EntryMatch> Diagnose::candidates(const SymptomQuery& query) const {
  std::vector<EntryMatch> matches = index_->search(query, kCandidates);
  if (history_ == nullptr) return matches;
  for (EntryMatch& match : matches) {
    const IndexedEntry& entry = index_->entry(match.entry);
    match.score *= confirmed_share(history_->confirmations(index_->paths()[entry.source], entry.title));
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const EntryMatch& a, const EntryMatch& b) { return a.score > b.score; });
  return matches;
}

bool Diagnose::overlaps_any(const IndexedEntry& entry, const std::vector<EntryMatch>& others) const {
  return std::any_of(others.begin(), others.end(),
                     [&](const EntryMatch& other) { return overlap(index_->entry(other.entry), entry); });
}

Result<std::optional<DecidingPlace>> Diagnose::named_source(const Entry& entry, const std::string& path,
                                                            const LiveFile& file, Asking& asking) {
  const Passage& said = entry.definitive_source;
  if (said.empty() || said.line_start <= 0) return std::optional<DecidingPlace>();
  const std::string written(file.lines->range(said.line_start, said.line_end));
  if (written.empty()) return std::optional<DecidingPlace>();
  auto pointed = pointer_in_prose(map_, path, written);
  if (!pointed) return pointed.error();
  if (!*pointed) return std::optional<DecidingPlace>();
  const PointedPlace& place = **pointed;
  if (!asking.is_current(*place.source)) return std::optional<DecidingPlace>();
  auto there = asking.live.read(place.source->path);
  if (!there) return std::optional<DecidingPlace>();  // the entry answers without it
  const std::string title = place.index == 0 ? std::string(base_name(place.source->path)) : place.place.key;
  return std::optional(deciding(**there, place.source->path, title, place.place.line_start, place.place.line_end));
}

Result<std::optional<DecidingPlace>> Diagnose::namesake(EntryId id, Asking& asking) {
  for (const EntryId other : index_->namesakes(id)) {
    const IndexedEntry& entry = index_->entry(other);
    const std::string& path = index_->paths()[entry.source];
    const Source* source = map_.find(path);
    if (source == nullptr || !asking.is_current(*source)) continue;
    auto there = asking.live.read(path);
    if (!there) return there.error();
    return std::optional(deciding(**there, path, entry.title, entry.line_start, entry.line_end));
  }
  return std::optional<DecidingPlace>();
}

Result<std::optional<DiagnosedEntry>> Diagnose::show(EntryId id, const SymptomQuery& query, Asking& asking) {
  const IndexedEntry& indexed = index_->entry(id);
  const std::string& path = index_->paths()[indexed.source];
  const Source* source = map_.find(path);
  if (source == nullptr || !asking.is_current(*source)) return std::optional<DiagnosedEntry>();
  auto found = documents_.read(asking.live, path, indexed);
  if (!found) return found.error();
  if (!*found) return std::optional<DiagnosedEntry>();
  const Entry& entry = **found;
  auto file = asking.live.read(path);
  if (!file) return file.error();
  const Lines& lines = *(*file)->lines;
  const std::vector<Place>& places = documents_.places(path);
  const LineSpan part = part_to_show(places, lines, entry, query, *index_);

  DiagnosedEntry out;
  out.title = passage_shown(entry.title, path, 200);
  out.path = path;
  out.line_start = part.first;
  out.line_end = part.last;
  for (const std::string& segment : entry.locator) out.locator.push_back(passage_shown(segment, path, 200));
  out.symptoms = passage_shown(entry.symptoms, path);
  out.causes = passage_shown(entry.causes, path);
  out.first_action = passage_shown(entry.first_action.text, path);
  out.first_action_is_command = entry.first_action_is_command;
  out.steps = passage_shown(entry.steps, path);
  out.component = passage_shown(entry.component, path, 200);
  out.category = passage_shown(entry.category, path, 200);
  out.has_source = !entry.definitive_source.empty();
  if (const auto more = left_out(places, lines, entry, part))
    out.excerpt = passage_shown(lines.range(more->first, more->last), path, kExcerptBytes);
  out.why = why_of(asking.message, query, *index_, lines.range(indexed.line_start, indexed.line_end));
  if (history_ != nullptr) out.confirmed = history_->confirmations(path, indexed.title);
  auto decides = named_source(entry, path, **file, asking);
  // What only says that something is wrong (an alerting rule) is joined with the section of its name that says more.
  if (decides && !*decides && out.steps.empty()) decides = namesake(id, asking);
  if (!decides) return decides.error();
  out.definitive_source = std::move(*decides);
  return std::optional(std::move(out));
}

std::vector<RelatedPlace> Diagnose::related_to(const std::vector<EntryMatch>& shown) const {
  constexpr std::size_t kRelated = 3;
  constexpr std::size_t kLookedAt = 12;
  std::vector<RelatedPlace> out;
  for (RelatedEntry& related : index_->related(shown.front().entry, kLookedAt)) {
    if (out.size() >= kRelated) break;
    const IndexedEntry& entry = index_->entry(related.entry);
    if (overlaps_any(entry, shown)) continue;
    out.push_back(
        {entry.title, index_->paths()[entry.source], entry.line_start, entry.line_end, std::move(related.why)});
  }
  return out;
}

Result<DiagnoseReply> Diagnose::ask_once(std::string_view symptom, const DiagnoseOptions& options, Asking& asking) {
  if (auto ready = refresh(); !ready) return ready.error();
  const Message& message = asking.message;
  DiagnoseReply reply;
  if (message.pasted_log)
    reply.heard = passage_shown(!message.root_cause.empty() ? message.root_cause
                                : message.lines.empty()     ? std::string()
                                                            : message.lines.front().said,
                                "", 300);
  const auto words = map_.words();
  if (!words) return words.error();
  const AskedSymptom asked = ask_for(symptom, message, *index_, **words);
  const std::vector<EntryMatch> matches = candidates(asked.query);
  std::vector<EntryMatch> shown;
  for (const EntryMatch& match : matches) {
    if (reply.entries.size() >= options.limit) break;
    const IndexedEntry& indexed = index_->entry(match.entry);
    if (overlaps_any(indexed, shown)) continue;
    auto entry = show(match.entry, asked.query, asking);
    if (!entry) return entry.error();
    if (!*entry) continue;
    const auto next = std::find_if(matches.begin(), matches.end(), [&](const EntryMatch& other) {
      return other.score <= match.score && !overlap(index_->entry(other.entry), indexed);
    });
    const float runner_up = next == matches.end() ? 0.0f : next->score;
    (*entry)->confidence = std::round(confidence_of(match, indexed, runner_up, asked.known_share) * 100) / 100;
    shown.push_back(match);
    reply.entries.push_back(std::move(**entry));
  }
  if (!reply.entries.empty() && reply.entries.front().confidence >= kKnownConfidence)
    reply.entries.front().related = related_to(shown);
  // What is told in one line may be a message too, where no entry is surely about it.
  if (message.pasted_log || reply.entries.empty() || reply.entries.front().confidence < kSureFrom)
    if (auto added = add_where_written(map_, asking.live, message, options.limit, reply.entries); !added)
      return added.error();
  reply.known = !reply.entries.empty() && reply.entries.front().confidence >= kKnownConfidence;
  if (!reply.known && index_->size() == 0)
    reply.gap = "no document of this repository describes a problem";
  else if (!reply.known || reply.entries.front().confidence < kSureFrom)
    reply.gap = what_is_nowhere(asked);
  if (!reply.known && reply.gap.empty()) reply.gap = "no entry fits the symptom well enough";
  return reply;
}

Result<DiagnoseReply> Diagnose::ask(std::string_view symptom, const DiagnoseOptions& options) {
  const Message message = read_message(symptom);
  for (int round = 0;; ++round) {
    LiveReader live(root_);
    Asking asking{message, live, {}};
    auto reply = ask_once(symptom, options, asking);
    std::vector<std::string>& stale = asking.stale;
    if (!reply || stale.empty() || round == 3) return reply;
    std::sort(stale.begin(), stale.end());
    stale.erase(std::unique(stale.begin(), stale.end()), stale.end());
    if (auto done = mend_(stale); !done) return done.error();
  }
}

Result<std::vector<DiagnosedEntry>> Diagnose::known_issues(std::string_view component, std::string_view category) {
  if (auto ready = refresh(); !ready) return ready.error();
  std::vector<DiagnosedEntry> out;
  const std::string wanted = to_lower(component);
  for (const EntryId id : index_->in_order()) {
    const IndexedEntry& entry = index_->entry(id);
    const std::string& path = index_->paths()[entry.source];
    if (entry.passage || entry.certainty < 0.5f) continue;
    if (!wanted.empty() && !contains(to_lower(entry.component), wanted) && !contains(to_lower(entry.title), wanted) &&
        !contains(to_lower(path), wanted))
      continue;
    const std::string& below = index_->categories()[entry.category];
    if (!category.empty() && !contains(to_lower(below), to_lower(category))) continue;
    DiagnosedEntry issue;
    issue.title = entry.title;
    issue.path = path;
    issue.line_start = entry.line_start;
    issue.line_end = entry.line_end;
    issue.component = entry.component;
    issue.category = below;
    issue.has_source = entry.has_source;
    issue.confidence = std::round(entry.certainty * 100) / 100;
    out.push_back(std::move(issue));
  }
  return out;
}

}  // namespace fingerpost
