#include "cmicrohttpd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "late_library.h"

#define MHD_FUNCTION(name) LATE_FUNCTION("libmicrohttpd.so.12", "libmicrohttpd12", name)

struct MHD_Daemon *cmicrohttpd_start(
    const char *host, unsigned short port, unsigned int connections, unsigned int threads, size_t memory,
    MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed, void *context) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1) return NULL;
  return MHD_FUNCTION(MHD_start_daemon)(
      MHD_ALLOW_SUSPEND_RESUME | MHD_USE_EPOLL_INTERNAL_THREAD, port, NULL, NULL, handler, context,
      MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_NOTIFY_COMPLETED, completed, context,
      MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT, 60u,
      threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory, MHD_OPTION_END);
}

unsigned short cmicrohttpd_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info =
      MHD_FUNCTION(MHD_get_daemon_info)(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

void cmicrohttpd_stop(struct MHD_Daemon *daemon) { MHD_FUNCTION(MHD_stop_daemon)(daemon); }

void cmicrohttpd_suspend(struct MHD_Connection *connection) {
  MHD_FUNCTION(MHD_suspend_connection)(connection);
}

void cmicrohttpd_resume(struct MHD_Connection *connection) {
  MHD_FUNCTION(MHD_resume_connection)(connection);
}

void cmicrohttpd_values(
    struct MHD_Connection *connection, enum MHD_ValueKind kind, MHD_KeyValueIterator iterator, void *context) {
  MHD_FUNCTION(MHD_get_connection_values)(connection, kind, iterator, context);
}

struct MHD_Response *cmicrohttpd_response(const void *bytes, size_t size) {
  return MHD_FUNCTION(MHD_create_response_from_buffer)(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

struct MHD_Response *cmicrohttpd_streamed_response(
    uint64_t size, size_t block, MHD_ContentReaderCallback reader, void *context,
    MHD_ContentReaderFreeCallback free) {
  return MHD_FUNCTION(MHD_create_response_from_callback)(size, block, reader, context, free);
}

enum MHD_Result cmicrohttpd_add_header(struct MHD_Response *response, const char *name, const char *value) {
  return MHD_FUNCTION(MHD_add_response_header)(response, name, value);
}

enum MHD_Result cmicrohttpd_queue(
    struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response) {
  return MHD_FUNCTION(MHD_queue_response)(connection, status, response);
}

void cmicrohttpd_release(struct MHD_Response *response) { MHD_FUNCTION(MHD_destroy_response)(response); }
