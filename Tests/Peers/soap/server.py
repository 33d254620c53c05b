"""Workers over SOAP, in memory. Every fifth page is refused because there were too many calls."""
import datetime
import sys
from wsgiref.simple_server import make_server

from spyne import Application, Array, Boolean, ComplexModel, Date, DateTime, Decimal, Fault, Integer, ServiceBase, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication

workers, calls = {}, []


class Credentials(ComplexModel):
    User = Unicode
    Password = Unicode


class Address(ComplexModel):
    Street = Unicode
    City = Unicode


class Worker(ComplexModel):
    ID = Integer
    Name = Unicode
    Hired = Date
    Left = Date(nillable=True, min_occurs=1)
    Salary = Decimal
    Home = Address
    Phones = Array(Unicode)
    Changed = DateTime
    Removed = Boolean


class Page(ComplexModel):
    Total = Integer
    TotalPages = Integer
    Workers = Array(Worker)


class Staff(ServiceBase):
    __in_header__ = Credentials

    @rpc(Integer, Integer, DateTime, _returns=Page)
    def GetWorkers(ctx, Number, Size, ChangedFrom):
        prove(ctx)
        calls.append(Number)
        if len(calls) % 5 == 0:
            raise Fault("Server.Busy", "Too many calls, wait 0.2 seconds")
        rows = [worker for _, worker in sorted(workers.items())]
        if ChangedFrom is None:
            rows = [worker for worker in rows if not worker.Removed]
        else:
            rows = [worker for worker in rows if worker.Changed >= ChangedFrom.replace(tzinfo=None)]
        first = (Number - 1) * Size
        return Page(Total=len(rows), TotalPages=-(-len(rows) // Size), Workers=rows[first:first + Size])

    @rpc(Worker)
    def PutWorker(ctx, Data):
        prove(ctx)
        Data.Changed = datetime.datetime.utcnow().replace(microsecond=0)
        workers[Data.ID] = Data


def prove(ctx):
    if ctx.in_header is None or ctx.in_header.Password != "s3cr3t & <co>":
        raise Fault("Client.Authentication", "Who are you?")


service = Application([Staff], "urn:staff", in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
make_server("127.0.0.1", int(sys.argv[1]), WsgiApplication(service)).serve_forever()
