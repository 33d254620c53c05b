#ifndef CMICROHTTPD_H
#define CMICROHTTPD_H
#include <microhttpd.h>
#include <stddef.h>

// What is called of libmicrohttpd, which is loaded with the first call.

/// A daemon on one address of IPv4; null with `errno` when there is none. Port 0 takes a free one.
struct MHD_Daemon *cmicrohttpd_start(
    const char *host, unsigned short port, unsigned int connections, unsigned int threads, size_t memory,
    MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed, void *context);
unsigned short cmicrohttpd_port(struct MHD_Daemon *daemon);
void cmicrohttpd_stop(struct MHD_Daemon *daemon);

void cmicrohttpd_suspend(struct MHD_Connection *connection);
void cmicrohttpd_resume(struct MHD_Connection *connection);
void cmicrohttpd_values(
    struct MHD_Connection *connection, enum MHD_ValueKind kind, MHD_KeyValueIterator iterator, void *context);

/// A response with a copy of these bytes.
struct MHD_Response *cmicrohttpd_response(const void *bytes, size_t size);
struct MHD_Response *cmicrohttpd_streamed_response(
    uint64_t size, size_t block, MHD_ContentReaderCallback reader, void *context,
    MHD_ContentReaderFreeCallback free);
enum MHD_Result cmicrohttpd_add_header(struct MHD_Response *response, const char *name, const char *value);
enum MHD_Result cmicrohttpd_queue(
    struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response);
void cmicrohttpd_release(struct MHD_Response *response);

#endif
