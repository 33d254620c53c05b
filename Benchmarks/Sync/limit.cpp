// What the machine allows: the least that fetching, mapping and keeping employees can cost, by hand and for this one case.
// One connection, one thread, simdjson on demand, one prepared statement, one transaction for each page. It knows no settings,
// compares nothing, forgives nothing; every program beside it is measured against it.
//
// usage: limit jsonl|sqlite|sqlite-raw ADDRESS OUT
#include <curl/curl.h>
#include <fcntl.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using simdjson::ondemand::object;
using simdjson::ondemand::value;
using std::string;
using std::string_view;

[[noreturn]] static void fail(const char *what, const string &why) {
  std::fprintf(stderr, "limit: %s: %s\n", what, why.c_str());
  std::exit(1);
}

/// Bodies of one kept connection, each with the room behind it that simdjson wants.
class Source {
 public:
  explicit Source(string address) : address_(std::move(address)), handle_(curl_easy_init()) {
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &Source::take);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle_, CURLOPT_BUFFERSIZE, 512L * 1024);
    curl_easy_setopt(handle_, CURLOPT_FAILONERROR, 1L);
  }
  ~Source() { curl_easy_cleanup(handle_); }

  simdjson::padded_string_view page(int number) {
    body_.clear();
    const string url = address_ + "?page=" + std::to_string(number) + "&per_page=500";
    curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
    const CURLcode code = curl_easy_perform(handle_);
    if (code != CURLE_OK) fail(url.c_str(), curl_easy_strerror(code));
    body_.reserve(body_.size() + simdjson::SIMDJSON_PADDING);
    return simdjson::padded_string_view(body_.data(), body_.size(), body_.capacity());
  }

 private:
  string address_;
  CURL *handle_;
  string body_;

  static size_t take(char *bytes, size_t size, size_t count, void *self) {
    static_cast<Source *>(self)->body_.append(bytes, size * count);
    return size * count;
  }
};

/// Texts of one record. Escapes are kept as they are where JSON comes out again, and resolved for columns.
template <bool isJSON>
static string_view text(value field) {
  if constexpr (isJSON) {
    string_view token = field.raw_json_token();
    while (token.back() != '"') token.remove_suffix(1);
    return token.substr(1, token.size() - 2);
  } else {
    return field.get_string();
  }
}

/// The fifteen fields of a record, in an order in which a record is read once and forwards as far as it goes.
template <bool isJSON>
struct Employee {
  string_view id, number, given, family, mobile, title, unit, country, manager, updated;
  string name, mail, status, start;
  string_view share;
  bool hasMobile = false, hasManager = false;

  void read(object record) {
    id = text<isJSON>(record["id"]);
    number = text<isJSON>(record["employeeNumber"]);
    given = text<isJSON>(record["firstName"]);
    value preferred = record["preferredName"];
    name.assign(preferred.is_null() ? string_view() : text<isJSON>(preferred));
    if (name.empty()) name.assign(given);
    family = text<isJSON>(record["lastName"]);
    name.append(1, ' ').append(family);
    status.assign(text<isJSON>(record["status"]));
    for (char &c : status) c = c == ' ' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    mail.assign(text<isJSON>(record["emails"]["work"]));
    for (char &c : mail) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    value phone = record["contact"]["phones"]["mobile"];
    hasMobile = !phone.is_null();
    if (hasMobile) mobile = text<isJSON>(phone);
    country = text<isJSON>(record["address"]["country"]);
    object job = record["job"];
    title = text<isJSON>(job["title"]);
    unit = text<isJSON>(job["department"]["name"]);
    share = job["fte"].raw_json_token();
    while (share.back() <= ' ') share.remove_suffix(1);
    const string_view date = text<isJSON>(job["hireDate"]);
    start.assign(date.substr(6, 4)).append(1, '-').append(date.substr(3, 2)).append(1, '-').append(date.substr(0, 2));
    value chief = record["manager"];
    hasManager = !chief.is_null();
    if (hasManager) manager = text<isJSON>(chief["id"]);
    updated = text<isJSON>(record["updatedAt"]);
  }
};

/// Lines in a file, handed to the system a megabyte at a time.
class Lines {
 public:
  explicit Lines(const char *path) : file_(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644)) {
    if (file_ < 0) fail(path, "cannot be written");
  }
  ~Lines() { flush(); close(file_); }

  void add(object record) {
    employee_.read(record);
    const auto &e = employee_;
    put("{\"id\":\"", e.id); put("\",\"employee_number\":\"", e.number); put("\",\"first_name\":\"", e.given);
    put("\",\"last_name\":\"", e.family); put("\",\"display_name\":\"", e.name); put("\",\"work_email\":\"", e.mail);
    if (e.hasMobile) put("\",\"mobile_phone\":\"", e.mobile);
    put("\",\"job_title\":\"", e.title); put("\",\"department\":\"", e.unit); put("\",\"country\":\"", e.country);
    if (e.hasManager) put("\",\"manager_id\":\"", e.manager);
    put("\",\"employment_status\":\"", e.status); put("\",\"start_date\":\"", e.start); put("\",\"updated_at\":\"", e.updated);
    put("\",\"fte\":", e.share); lines_.append("}\n");
  }
  void endPage() { if (lines_.size() > (1 << 20)) flush(); }

 private:
  int file_;
  string lines_;
  Employee<true> employee_;

  void put(const char *name, string_view text) { lines_.append(name).append(text); }
  void flush() {
    for (size_t done = 0; done < lines_.size();) {
      const ssize_t count = write(file_, lines_.data() + done, lines_.size() - done);
      if (count < 0) fail("the file", "cannot be written");
      done += static_cast<size_t>(count);
    }
    lines_.clear();
  }
};

/// Rows in a table with one index, as safe against a crash as a store has to be.
class Rows {
 public:
  Rows(const char *path, bool keepsRaw) : keepsRaw_(keepsRaw) {
    if (sqlite3_open(path, &database_) != SQLITE_OK) fail(path, sqlite3_errmsg(database_));
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    run("CREATE TABLE employees(id TEXT PRIMARY KEY, employee_number TEXT, first_name TEXT, last_name TEXT, display_name TEXT, work_email TEXT,"
        " mobile_phone TEXT, job_title TEXT, department TEXT, country TEXT, manager_id TEXT, employment_status TEXT, fte REAL, start_date TEXT,"
        " updated_at TEXT, raw TEXT)");
    const char *insert = "INSERT OR REPLACE INTO employees VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    if (sqlite3_prepare_v3(database_, insert, -1, SQLITE_PREPARE_PERSISTENT, &insert_, nullptr) != SQLITE_OK) fail(insert, sqlite3_errmsg(database_));
    run("BEGIN");
  }
  ~Rows() { run("COMMIT"); sqlite3_finalize(insert_); sqlite3_close(database_); }

  void add(object record) {
    if (keepsRaw_) { bind(16, record.raw_json()); record.reset(); }
    employee_.read(record);
    const auto &e = employee_;
    bind(1, e.id); bind(2, e.number); bind(3, e.given); bind(4, e.family); bind(5, e.name); bind(6, e.mail);
    bind(7, e.mobile, e.hasMobile); bind(8, e.title); bind(9, e.unit); bind(10, e.country); bind(11, e.manager, e.hasManager);
    bind(12, e.status); bind(13, e.share); bind(14, e.start); bind(15, e.updated);
    if (sqlite3_step(insert_) != SQLITE_DONE) fail("insert", sqlite3_errmsg(database_));
    sqlite3_reset(insert_);
  }
  void endPage() { run("COMMIT; BEGIN"); }

 private:
  sqlite3 *database_ = nullptr;
  sqlite3_stmt *insert_ = nullptr;
  bool keepsRaw_;
  Employee<false> employee_;

  void run(const char *sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql, sqlite3_errmsg(database_));
  }
  void bind(int column, string_view text, bool isThere = true) {
    if (isThere) sqlite3_bind_text(insert_, column, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    else sqlite3_bind_null(insert_, column);
  }
};

template <class Target>
static void copy(Source &source, Target &target) {
  simdjson::ondemand::parser parser;
  bool hasMore = true;
  for (int number = 1; hasMore; number++) {
    auto page = parser.iterate(source.page(number));
    for (auto record : page["data"]) target.add(record.get_object());
    hasMore = page["has_more"].get_bool();
    target.endPage();
  }
}

int main(int count, char **arguments) {
  if (count != 4) fail("usage", "limit jsonl|sqlite|sqlite-raw ADDRESS OUT");
  const string kind = arguments[1];
  Source source(arguments[2]);
  try {
    if (kind == "jsonl") {
      Lines lines(arguments[3]);
      copy(source, lines);
    } else {
      Rows rows(arguments[3], kind == "sqlite-raw");
      copy(source, rows);
    }
  } catch (const simdjson::simdjson_error &error) {
    fail("the page", error.what());
  }
}
