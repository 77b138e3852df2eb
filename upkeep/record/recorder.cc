#include "upkeep/record/recorder.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "component-map/curated.h"
#include "component-map/protection.h"
#include "troubleshooting-index/labels.h"
#include "upkeep/edit/unified_diff.h"
#include "upkeep/record/git_commit.h"
#include "upkeep/record/layout.h"
#include "upkeep/record/sources.h"
#include "upkeep/record/wording.h"

namespace fingerpost {

// What an edit came to, beside the edit.
struct Recorder::Outcome {
  bool merged = false;
  std::optional<Recorded::Existing> duplicate;
};

namespace {

int line_at(std::string_view text, std::size_t byte) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n'));
}

// The lines of the text that an edit put there, blank ones at its ends left out.
void show_lines(std::string_view after, const TextEdit& edit, Recorded& out) {
  std::size_t begin = edit.begin;
  std::size_t end = edit.begin + edit.text.size();
  while (begin < end && is_space(after[begin])) ++begin;
  while (end > begin && is_space(after[end - 1])) --end;
  if (begin == end) return;
  out.line_start = line_at(after, begin);
  out.line_end = line_at(after, end - 1);
}

}  // namespace

// The shallowest document of this name.
std::string Recorder::document_named(std::string_view name, std::string_view otherwise) const {
  const Source* best = nullptr;
  const auto depth = [](const Source& source) { return std::count(source.path.begin(), source.path.end(), '/'); };
  for (const Source& source : map_.sources())
    if (equal_ignoring_case(base_name(source.path), name) && (best == nullptr || depth(source) < depth(*best)))
      best = &source;
  return best == nullptr ? std::string(otherwise) : best->path;
}

Result<std::string> Recorder::layout_of(std::string_view path) {
  if (is_component_map(path)) return component_map_layout(map_);
  auto issues = diagnose_.known_issues("", "");
  if (!issues) return issues.error();
  std::vector<std::string> known;
  for (const DiagnosedEntry& issue : *issues)
    if (extension_of(issue.path) == "md" && std::find(known.begin(), known.end(), issue.path) == known.end())
      known.push_back(issue.path);
  if (known.size() > 20) known.resize(20);
  return troubleshooting_layout(known);
}

Result<Recorded> Recorder::write(const std::string& path, std::string_view title, const std::string& what,
                                 const RecordOptions& options, const Edit& edit) {
  Protection protection;
  if (auto gathered = protection.gather(map_); !gathered) return gathered.error();
  if (protection.covers(path))
    return Error{Code::denied, "the document is declared protected", path, "ask who protects it"};
  Recorded out;
  out.path = path;
  out.title = std::string(title);
  Outcome outcome;
  std::string empty_document;
  const ChangeText change = [&](const std::optional<std::string>& bytes) -> Result<std::string> {
    if (!bytes && empty_document.empty()) {
      auto layout = layout_of(path);
      if (!layout) return layout.error();
      empty_document = std::move(*layout);
    }
    const std::string& before = bytes ? *bytes : empty_document;
    auto document = read_document(path, before);
    if (!document) return document.error();
    outcome = Outcome();
    auto made = edit(**document, outcome);
    if (!made) return made.error();
    if (outcome.duplicate) return before;
    std::string after = edited(before, *made);
    if (after.size() > Limits().file_bytes)
      return Error{Code::too_large, "would grow beyond a mebibyte, and such documents are not indexed", path,
                   "split it"};
    return after;
  };
  // A look first: what is not fit, or there already, changes nothing, not even by laying out the document.
  auto before = read_to_change(root_, path);
  if (!before) return before.error();
  auto after = change(*before);
  if (!after) return after.error();
  ChangedFile changed{*before, *after};
  if (!outcome.duplicate && !options.dry_run) {
    if (!options.branch.empty()) {
      auto committed = commit_to_branch(root_, options.branch, path, change, what + "\n");
      if (!committed) return committed.error();
      changed = std::move(committed->file);
      out.commit = std::move(committed->commit);
    } else {
      if (options.commit)
        if (auto ready = ready_to_commit(root_, path); !ready) return ready.error();
      auto written = change_file(root_, path, change);
      if (!written) return written.error();
      changed = std::move(*written);
    }
  }
  out.merged = outcome.merged;
  if (outcome.duplicate) {
    out.duplicate = std::move(outcome.duplicate);
    return out;
  }
  out.diff = unified_diff(path, changed.before, changed.after);
  const std::string laid_out = changed.before ? *changed.before : empty_document;
  const TextEdit done = edit_between(laid_out, changed.after);
  show_lines(changed.after, done, out);
  out.written = !options.dry_run && !out.diff.empty();
  if (!out.written || !options.branch.empty()) return out;
  // From here on the document is written: what fails below must not look as if it were not.
  const auto written_but = [&](Error error) {
    error.message = fmt::format("{} was written, but {}", path, error.message);
    return error;
  };
  auto kept = journal_.keep_change({0, path, std::string(title), static_cast<std::int64_t>(done.begin),
                                    laid_out.substr(done.begin, done.length), done.text, 0});
  if (!kept) return written_but(kept.error());
  if (auto mended = mend_({path}); !mended) return written_but(mended.error());
  if (options.commit) {
    auto commit = commit_file(root_, path, changed.after, what + "\n");
    if (!commit) return written_but(commit.error());
    out.commit = std::move(*commit);
  }
  return out;
}

Result<Recorded> Recorder::record_fix(const Fix& given, const RecordOptions& options) {
  Fix fix;
  const auto fit = [](Result<std::string> from, std::string& to) -> std::optional<Error> {
    if (!from) return from.error();
    to = std::move(*from);
    return std::nullopt;
  };
  const auto fit_list = [](Result<std::vector<std::string>> from, auto& to) -> std::optional<Error> {
    if (!from) return from.error();
    to = std::move(*from);
    return std::nullopt;
  };
  if (auto error = fit(fit_title(given.title, "title"), fix.title)) return *error;
  if (auto error = fit_list(fit_texts(given.symptoms, "symptom"), fix.symptoms)) return *error;
  if (auto error = fit_list(fit_texts(given.causes, "cause"), fix.causes)) return *error;
  if (auto error = fit_list(fit_texts(given.steps, "step"), fix.steps)) return *error;
  if (!given.component.empty())
    if (auto error = fit(fit_title(given.component, "component"), fix.component)) return *error;
  if (!given.category.empty())
    if (auto error = fit(fit_title(given.category, "category"), fix.category)) return *error;
  if (fix.steps.empty() && fix.causes.empty())
    return Error{Code::invalid_argument, "a fix without steps and causes helps nobody", "",
                 "say what was done, one step an item"};
  if (auto error = fit(written_source(map_, given.definitive_source), fix.definitive_source)) return *error;
  std::vector<std::string> seen = given.symptoms;
  seen.push_back(given.title);
  if (auto held = refuse_secrets(map_, root_, seen); !held) return held.error();
  std::vector<std::string> said = fix.causes;
  said.insert(said.end(), fix.steps.begin(), fix.steps.end());
  if (auto held = refuse_copies(map_, root_, said); !held) return held.error();

  // Where most is written down already, unless an index is there.
  auto issues = diagnose_.known_issues("", "");
  if (!issues) return issues.error();
  std::string path = document_named("troubleshooting-index.md", "");
  if (path.empty()) {
    path = document_named("troubleshooting.md", kTroubleshootingIndex);
    if (std::none_of(issues->begin(), issues->end(), [&](const DiagnosedEntry& one) { return one.path == path; }))
      path = kTroubleshootingIndex;
  }
  // Another document may have it.
  std::vector<Entry> elsewhere;
  for (const DiagnosedEntry& issue : *issues) {
    if (issue.path == path) continue;
    Entry entry;
    entry.title = issue.title;
    elsewhere.push_back(std::move(entry));
    elsewhere.back().locator = {issue.path};
    elsewhere.back().line_start = issue.line_start;
    elsewhere.back().line_end = issue.line_end;
  }
  Fix by_title = fix;
  by_title.symptoms.clear();
  const Entry* other = near_duplicate(elsewhere, by_title);
  if (other != nullptr) path = other->locator.front();
  if (extension_of(path) != "md" && other != nullptr) {
    Recorded out;
    out.path = path;
    out.title = fix.title;
    out.duplicate = Recorded::Existing{path, other->title, other->line_start, other->line_end};
    return out;
  }
  return write(path, fix.title, "Record how to fix: " + fix.title, options,
               [&](const Document& document, Outcome& outcome) -> Result<TextEdit> {
                 const Entry* same = near_duplicate(document.entries, fix);
                 if (same == nullptr) return edit_to_add(document, fix);
                 if (options.merge) {
                   outcome.merged = true;
                   return edit_to_extend(document, *same, fix);
                 }
                 outcome.duplicate = Recorded::Existing{document.path, same->title, same->line_start, same->line_end};
                 return TextEdit{};
               });
}

Result<Recorded> Recorder::record_component(const ComponentNote& given, const RecordOptions& options) {
  ComponentNote note;
  auto name = fit_title(given.name, "name");
  if (!name) return name.error();
  note.name = std::move(*name);
  if (!given.category.empty()) {
    auto category = fit_title(given.category, "category");
    if (!category) return category.error();
    note.category = std::move(*category);
  }
  auto source = written_source(map_, given.definitive_source);
  if (!source) return source.error();
  note.definitive_source = std::move(*source);
  if (!given.spec.empty()) {
    auto spec = written_source(map_, given.spec);
    if (!spec) return spec.error();
    note.spec = std::move(*spec);
  }
  for (const auto& [from, to, what] : {std::tuple{&given.whats_there, &note.whats_there, "whats_there"},
                                       std::tuple{&given.key_details, &note.key_details, "key_details"}}) {
    if (from->empty()) continue;
    auto text = fit_text(*from, what);
    if (!text) return text.error();
    if (text->starts_with("```"))
      return Error{Code::invalid_argument, std::string(what) + " is a block of code", "", "point to it instead"};
    *to = std::move(*text);
  }
  if (auto held = refuse_copies(map_, root_, {note.name, note.whats_there, note.key_details}); !held)
    return held.error();
  const std::string path = document_named("component-map.md", kComponentMap);
  return write(path, note.name, "Record the component: " + note.name, options,
               [&](const Document& document, Outcome& outcome) -> Result<TextEdit> {
                 for (const MappedComponent& one : components_in(document)) {
                   if (label_key(one.name) != label_key(note.name)) continue;
                   if (options.merge) {
                     outcome.merged = true;
                     return edit_to_extend(document, one, note);
                   }
                   outcome.duplicate = Recorded::Existing{document.path, one.name, one.line_start, one.line_end};
                   return TextEdit{};
                 }
                 return edit_to_add(document, note);
               });
}

Result<Recorded> Recorder::undo() {
  auto last = journal_.last_change();
  if (!last) return last.error();
  if (!*last) return Error{Code::not_found, "there is no record to take back", "", ""};
  const WrittenChange& change = **last;
  Recorded out;
  out.path = change.path;
  out.title = change.title;
  auto changed = change_file(root_, change.path, [&](const std::optional<std::string>& bytes) -> Result<std::string> {
    const Error edited_since{Code::invalid_argument,
                             fmt::format("the lines of '{}' were edited since they were written", change.title),
                             change.path, "take them back by hand, or with git"};
    if (!bytes) return edited_since;
    // Where it was written, or the one other place where it stands now.
    std::size_t at = static_cast<std::size_t>(change.begin);
    if (at > bytes->size() || bytes->compare(at, change.after.size(), change.after) != 0) {
      at = bytes->find(change.after);
      if (at == std::string::npos || bytes->find(change.after, at + 1) != std::string::npos) return edited_since;
    }
    // An insertion must still stand as lines of its own: nothing was written behind its last line.
    const std::size_t end = at + change.after.size();
    const bool whole =
        (at == 0 || (*bytes)[at - 1] == '\n' || change.after.starts_with('\n') || change.after.starts_with('\r')) &&
        (end == bytes->size() || change.after.ends_with('\n') || (*bytes)[end] == '\n' || (*bytes)[end] == '\r');
    if (!whole) return edited_since;
    return edited(*bytes, {at, change.after.size(), change.before});
  });
  if (!changed) return changed.error();
  if (auto forgotten = journal_.forget_change(change.id); !forgotten) return forgotten.error();
  if (auto mended = mend_({change.path}); !mended) return mended.error();
  out.diff = unified_diff(change.path, changed->before, changed->after);
  out.written = true;
  return out;
}

Result<std::vector<Recorded>> Recorder::init(bool dry_run) {
  std::vector<Recorded> out;
  for (const auto& [name, otherwise] :
       {std::pair{"component-map.md", kComponentMap}, std::pair{"troubleshooting-index.md", kTroubleshootingIndex}}) {
    Recorded one;
    one.path = document_named(name, otherwise);
    auto text = layout_of(one.path);
    if (!text) return text.error();
    auto before = read_to_change(root_, one.path);
    if (!before) return before.error();
    if (!*before) {
      one.diff = unified_diff(one.path, std::nullopt, *text);
      if (!dry_run) {
        auto made = change_file(root_, one.path, [&](const std::optional<std::string>& bytes) -> Result<std::string> {
          return bytes ? *bytes : *text;
        });
        if (!made) return made.error();
        one.written = !made->before;
        if (auto mended = mend_({one.path}); !mended) return mended.error();
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace fingerpost
