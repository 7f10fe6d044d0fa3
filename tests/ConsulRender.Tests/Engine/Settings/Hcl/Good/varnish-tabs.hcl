template	{
	source		= "backends.vcl.liquid"
	destination	= "/etc/varnish/backends.vcl"
	vars	= {
		probe_url	= "/health"
		first_byte_timeout	= "60s"
	}
}
