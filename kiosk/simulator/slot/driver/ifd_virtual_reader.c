/* A reader driver for pcscd without a reader: every operation is asked of a card server on a Unix socket.
 *
 * DEVICENAME in reader.conf:  virtual:PATH  or  virtual:timeout=MILLISECONDS:PATH
 * The ':' matters: pcscd accepts a device name with one although no such device file exists.
 *
 * The driver opens two streams to PATH and names each by its first byte:
 *   'R'  requests:  u32 length | op | payload        answers:  u32 length | u16 status | payload
 *   'E'  events:    the server writes a byte whenever a card came or went; its end means that the reader is gone
 * Numbers are big-endian. The length counts what follows it. The status is an IFD response code, 0 for success.
 * Ops: P presence (one byte: 0 or 1), U power up and R reset (the ATR), D power down, T transmit (the response APDU),
 *      C control (u32 code | data), A attribute (u32 tag), W the removal told by the last P is known to pcscd now.
 *
 * W is there for quick swaps. pcscd also asks for presence before it powers a card, and throws that answer away; only
 * the one that its watching thread got last before it waits again has an effect. Until W the server goes on saying
 * that the slot is empty, so that a removal is never missed.
 *
 * A server that does not answer in time costs the request stream, since a late answer would be taken for the next
 * one; the stream is dialled again at the next request. A server that went away may come back on the same path.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <ifdhandler.h>
#include <reader.h>

enum {
    MAX_READERS = 16,               /* as many as pcscd serves */
    MAX_APDU = 65548,               /* pcscd's own limit: MAX_BUFFER_SIZE_EXTENDED */
    MAX_MESSAGE = MAX_APDU + 16,
    LENGTH_SIZE = 4,
    STATUS_SIZE = 2,
    DEFAULT_TIMEOUT_MS = 30000,
    AWAY_PAUSE_MS = 400,            /* between two attempts to find a server that went away */
};

struct reader {
    bool used;
    int requests;                   /* -1 while not connected */
    int events;                     /* -1 while not connected */
    int wake[2];                    /* pipe: ends the wait for an event when pcscd wants its thread back */
    int timeout_ms;
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
    pthread_mutex_t mutex;          /* one request at a time; guards `requests` and `message` */
    unsigned char message[MAX_MESSAGE];
};

static struct reader readers[MAX_READERS];

/* The reader of which this thread heard last that its slot is empty, for W. */
static _Thread_local struct reader *told_empty;

/* pcscd numbers readers in the upper half of Lun and slots in the lower; we have one slot. */
static struct reader *slot_of(DWORD Lun)
{
    DWORD index = Lun >> 16;

    return index < MAX_READERS && (Lun & 0xFFFF) == 0 ? &readers[index] : NULL;
}

static struct reader *find(DWORD Lun)
{
    struct reader *reader = slot_of(Lun);

    return reader != NULL && reader->used ? reader : NULL;
}

static void hang_up(int *stream)
{
    if (*stream >= 0)
        close(*stream);
    *stream = -1;
}

static int dial(const struct reader *reader, char kind)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval limit = {reader->timeout_ms / 1000, (reader->timeout_ms % 1000) * 1000L};
    int stream = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (stream < 0)
        return -1;
    memcpy(address.sun_path, reader->path, sizeof address.sun_path);
    if (setsockopt(stream, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0
        || setsockopt(stream, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) != 0
        || connect(stream, (struct sockaddr *)&address, sizeof address) != 0
        || send(stream, &kind, 1, MSG_NOSIGNAL) != 1)
        hang_up(&stream);
    return stream;
}

static RESPONSECODE send_all(int stream, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(stream, bytes, size, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return sent < 0 && errno == EAGAIN ? IFD_RESPONSE_TIMEOUT : IFD_NO_SUCH_DEVICE;
        bytes += sent;
        size -= (size_t)sent;
    }
    return IFD_SUCCESS;
}

static RESPONSECODE receive_all(int stream, unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t got = recv(stream, bytes, size, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 && errno == EAGAIN ? IFD_RESPONSE_TIMEOUT : IFD_NO_SUCH_DEVICE;
        bytes += got;
        size -= (size_t)got;
    }
    return IFD_SUCCESS;
}

/* One request and its answer, both in reader->message. Returns how the streams did; what the server thinks of the
 * request is *status, and *size is that of the payload behind it. */
static RESPONSECODE exchange(struct reader *reader, size_t request_size, RESPONSECODE *status, size_t *size)
{
    uint32_t length;
    uint16_t code;
    RESPONSECODE rc = send_all(reader->requests, reader->message, request_size);

    if (rc == IFD_SUCCESS)
        rc = receive_all(reader->requests, (unsigned char *)&length, sizeof length);
    if (rc != IFD_SUCCESS)
        return rc;
    length = ntohl(length);
    if (length < STATUS_SIZE || length > MAX_MESSAGE)
        return IFD_NO_SUCH_DEVICE;
    rc = receive_all(reader->requests, reader->message, length);
    if (rc != IFD_SUCCESS)
        return rc;
    memcpy(&code, reader->message, sizeof code);
    *status = ntohs(code);
    *size = length - STATUS_SIZE;
    return IFD_SUCCESS;
}

/* Ask the card server. On success *answer_size says how much of `answer` was filled, otherwise it is 0. */
static RESPONSECODE ask(struct reader *reader, char op, const void *prefix, size_t prefix_size, const void *data,
                        size_t data_size, unsigned char *answer, DWORD *answer_size)
{
    size_t body = 1 + prefix_size + data_size, room = answer_size != NULL ? *answer_size : 0, got = 0;
    uint32_t length = htonl((uint32_t)body);
    RESPONSECODE rc, status = IFD_COMMUNICATION_ERROR;

    if (answer_size != NULL)
        *answer_size = 0;
    if (data_size > MAX_APDU || LENGTH_SIZE + body > MAX_MESSAGE)
        return IFD_COMMUNICATION_ERROR;

    pthread_mutex_lock(&reader->mutex);
    if (reader->requests < 0)
        reader->requests = dial(reader, 'R');
    if (reader->requests < 0) {
        pthread_mutex_unlock(&reader->mutex);
        return IFD_NO_SUCH_DEVICE;
    }
    memcpy(reader->message, &length, LENGTH_SIZE);
    reader->message[LENGTH_SIZE] = (unsigned char)op;
    if (prefix_size > 0)
        memcpy(reader->message + LENGTH_SIZE + 1, prefix, prefix_size);
    if (data_size > 0)
        memcpy(reader->message + LENGTH_SIZE + 1 + prefix_size, data, data_size);

    rc = exchange(reader, LENGTH_SIZE + body, &status, &got);
    if (rc != IFD_SUCCESS) {
        hang_up(&reader->requests);
    } else if (status != IFD_SUCCESS) {
        rc = status;
    } else if (got > room) {
        rc = IFD_ERROR_INSUFFICIENT_BUFFER;
    } else if (answer_size != NULL) {
        memcpy(answer, reader->message + STATUS_SIZE, got);
        *answer_size = got;
    }
    pthread_mutex_unlock(&reader->mutex);
    return rc;
}

/* Called by pcscd's thread for this reader in place of a poll every 400 ms; returns when presence is to be asked. */
static RESPONSECODE wait_for_event(DWORD Lun, int timeout_ms)
{
    struct reader *reader = find(Lun);
    char bytes[64];

    if (reader == NULL)
        return IFD_NO_SUCH_DEVICE;
    if (reader->events < 0)
        reader->events = dial(reader, 'E');
    if (told_empty == reader)
        ask(reader, 'W', NULL, 0, NULL, 0, NULL, NULL);

    bool away = reader->events < 0;
    struct pollfd watched[2] = {
        {.fd = reader->wake[0], .events = POLLIN},
        {.fd = reader->events, .events = POLLIN},       /* poll() skips a negative descriptor */
    };
    if (poll(watched, 2, away ? AWAY_PAUSE_MS : timeout_ms) > 0) {
        if (watched[0].revents != 0)
            while (read(reader->wake[0], bytes, sizeof bytes) > 0)
                continue;
        if (watched[1].revents != 0) {
            ssize_t got = recv(reader->events, bytes, sizeof bytes, MSG_DONTWAIT);

            if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
                hang_up(&reader->events);
                away = true;
            }
        }
    }
    return away ? IFD_NO_SUCH_DEVICE : IFD_SUCCESS;
}

static RESPONSECODE stop_waiting(DWORD Lun)
{
    struct reader *reader = find(Lun);

    return reader != NULL && write(reader->wake[1], "", 1) == 1 ? IFD_SUCCESS : IFD_NO_SUCH_DEVICE;
}

/* Fill path and time limit from "virtual:[timeout=MS:]PATH". */
static bool parse_device_name(struct reader *reader, const char *name)
{
    static const char scheme[] = "virtual:", option[] = "timeout=";

    if (strncmp(name, scheme, sizeof scheme - 1) != 0)
        return false;
    name += sizeof scheme - 1;
    reader->timeout_ms = DEFAULT_TIMEOUT_MS;
    if (strncmp(name, option, sizeof option - 1) == 0) {
        char *end;
        long milliseconds = strtol(name + sizeof option - 1, &end, 10);

        if (*end != ':' || milliseconds < 1 || milliseconds > 3600000)
            return false;
        reader->timeout_ms = (int)milliseconds;
        name = end + 1;
    }
    if (name[0] != '/' || strlen(name) >= sizeof reader->path)
        return false;
    memset(reader->path, 0, sizeof reader->path);
    memcpy(reader->path, name, strlen(name));
    return true;
}

RESPONSECODE IFDHCreateChannelByName(DWORD Lun, LPSTR DeviceName)
{
    struct reader *reader = slot_of(Lun);

    if (reader == NULL || reader->used || !parse_device_name(reader, DeviceName))
        return IFD_NO_SUCH_DEVICE;
    reader->requests = dial(reader, 'R');
    reader->events = dial(reader, 'E');
    if (reader->requests < 0 || reader->events < 0 || pipe2(reader->wake, O_CLOEXEC | O_NONBLOCK) != 0) {
        hang_up(&reader->requests);
        hang_up(&reader->events);
        return IFD_NO_SUCH_DEVICE;
    }
    pthread_mutex_init(&reader->mutex, NULL);
    reader->used = true;
    return IFD_SUCCESS;
}

RESPONSECODE IFDHCreateChannel(DWORD Lun, DWORD Channel)
{
    (void)Lun;
    (void)Channel;
    return IFD_NOT_SUPPORTED; /* readers are found by name */
}

RESPONSECODE IFDHCloseChannel(DWORD Lun)
{
    struct reader *reader = find(Lun);

    if (reader == NULL)
        return IFD_NO_SUCH_DEVICE;
    reader->used = false;
    hang_up(&reader->requests);
    hang_up(&reader->events);
    hang_up(&reader->wake[0]);
    hang_up(&reader->wake[1]);
    pthread_mutex_destroy(&reader->mutex);
    return IFD_SUCCESS;
}

static RESPONSECODE give(const void *value, size_t size, PDWORD Length, PUCHAR Value)
{
    if (*Length < size)
        return IFD_ERROR_INSUFFICIENT_BUFFER;
    memcpy(Value, value, size);
    *Length = size;
    return IFD_SUCCESS;
}

RESPONSECODE IFDHGetCapabilities(DWORD Lun, DWORD Tag, PDWORD Length, PUCHAR Value)
{
    static const UCHAR one = 1, max_readers = MAX_READERS;
    RESPONSECODE (*const wait)(DWORD, int) = wait_for_event;
    RESPONSECODE (*const stop)(DWORD) = stop_waiting;
    struct reader *reader = find(Lun);
    uint32_t tag = htonl((uint32_t)Tag);

    switch (Tag) {
    case TAG_IFD_THREAD_SAFE:
    case TAG_IFD_SLOTS_NUMBER:
        return give(&one, sizeof one, Length, Value);
    case TAG_IFD_SIMULTANEOUS_ACCESS:
        return give(&max_readers, sizeof max_readers, Length, Value);
    case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT:
        return give(&wait, sizeof wait, Length, Value);
    case TAG_IFD_STOP_POLLING_THREAD:
        return give(&stop, sizeof stop, Length, Value);
    default:
        /* SCARD_ATTR values have their class in the upper half; smaller tags are pcscd's own */
        if (reader == NULL || Tag < 0x10000
            || ask(reader, 'A', &tag, sizeof tag, NULL, 0, Value, Length) != IFD_SUCCESS)
            return IFD_ERROR_TAG;
        return IFD_SUCCESS;
    }
}

RESPONSECODE IFDHSetCapabilities(DWORD Lun, DWORD Tag, DWORD Length, PUCHAR Value)
{
    (void)Lun;
    (void)Tag;
    (void)Length;
    (void)Value;
    return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHSetProtocolParameters(DWORD Lun, DWORD Protocol, UCHAR Flags, UCHAR PTS1, UCHAR PTS2, UCHAR PTS3)
{
    (void)Lun;
    (void)Protocol;
    (void)Flags;
    (void)PTS1;
    (void)PTS2;
    (void)PTS3;
    return IFD_SUCCESS; /* the card server speaks APDUs: any protocol will do */
}

RESPONSECODE IFDHPowerICC(DWORD Lun, DWORD Action, PUCHAR Atr, PDWORD AtrLength)
{
    struct reader *reader = find(Lun);
    DWORD room = MAX_ATR_SIZE;
    RESPONSECODE rc;

    if (AtrLength != NULL)
        *AtrLength = 0;
    if (reader == NULL)
        return IFD_NO_SUCH_DEVICE;
    if (Action == IFD_POWER_DOWN)
        return ask(reader, 'D', NULL, 0, NULL, 0, NULL, NULL);
    if (Atr == NULL || AtrLength == NULL)
        return IFD_ERROR_POWER_ACTION;
    rc = ask(reader, Action == IFD_RESET ? 'R' : 'U', NULL, 0, NULL, 0, Atr, &room);
    *AtrLength = room;
    if (rc != IFD_SUCCESS)
        *AtrLength = 0;
    return rc == IFD_SUCCESS || rc == IFD_NO_SUCH_DEVICE ? rc : IFD_ERROR_POWER_ACTION;
}

RESPONSECODE IFDHTransmitToICC(DWORD Lun, SCARD_IO_HEADER SendPci, PUCHAR Command, DWORD CommandLength,
                               PUCHAR Response, PDWORD ResponseLength, PSCARD_IO_HEADER RecvPci)
{
    struct reader *reader = find(Lun);

    if (RecvPci != NULL)
        RecvPci->Protocol = SendPci.Protocol;
    if (reader == NULL) {
        *ResponseLength = 0;
        return IFD_NO_SUCH_DEVICE;
    }
    return ask(reader, 'T', NULL, 0, Command, CommandLength, Response, ResponseLength);
}

RESPONSECODE IFDHControl(DWORD Lun, DWORD Code, PUCHAR Data, DWORD DataLength, PUCHAR Answer, DWORD AnswerRoom,
                         LPDWORD AnswerLength)
{
    struct reader *reader = find(Lun);
    uint32_t code = htonl((uint32_t)Code);

    *AnswerLength = AnswerRoom;
    if (reader == NULL) {
        *AnswerLength = 0;
        return IFD_NO_SUCH_DEVICE;
    }
    return ask(reader, 'C', &code, sizeof code, Data, DataLength, Answer, AnswerLength);
}

RESPONSECODE IFDHICCPresence(DWORD Lun)
{
    struct reader *reader = find(Lun);
    unsigned char present = 0;
    DWORD size = sizeof present;
    RESPONSECODE rc = reader == NULL ? IFD_NO_SUCH_DEVICE : ask(reader, 'P', NULL, 0, NULL, 0, &present, &size);

    if (rc != IFD_SUCCESS || size != sizeof present)
        return rc == IFD_NO_SUCH_DEVICE ? rc : IFD_COMMUNICATION_ERROR;
    told_empty = present ? NULL : reader;
    return present ? IFD_ICC_PRESENT : IFD_ICC_NOT_PRESENT;
}
